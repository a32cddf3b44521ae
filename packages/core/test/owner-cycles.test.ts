import { describe, expect, it } from "vitest";
import type { RequestOptions } from "../src/api/request.ts";
import { garbageCollector } from "../src/components/garbage-collector/index.ts";
import type { ConfigMap, OwnerReference } from "../src/kubernetes/types.ts";
import { createMachine } from "../src/machine/machine.ts";
import type { ClusterState } from "../src/machine/state.ts";

/**
 * Owner references that go round in a circle, or nowhere. What is left four seconds later is what a
 * kube-controller-manager v1.37.2 left.
 */

const machine = createMachine({ components: [garbageCollector] });
const at = { resource: "configmaps", namespace: "default" };

function send(state: ClusterState, request: Parameters<typeof machine.request>[1]): ClusterState {
  const { state: after, response } = machine.request(state, request);
  if (response.code >= 400) throw new Error(JSON.stringify(response.body));
  return after;
}

function maps(state: ClusterState): readonly ConfigMap[] {
  return (machine.request(state, { ...at, verb: "list" }).response.body as { items: ConfigMap[] }).items;
}

function uidOf(state: ClusterState, name: string): string {
  return maps(state).find(({ metadata }) => metadata.name === name)?.metadata.uid ?? "";
}

type Owner = Partial<OwnerReference> & { readonly name: string };

/** Each name with its owners; an owner's uid is that of the object of its name, unless it is given. */
function world(owners: Readonly<Record<string, readonly Owner[]>>): ClusterState {
  const created = Object.keys(owners).reduce(
    (state, name) => send(state, { ...at, verb: "create", body: { metadata: { name } } }),
    machine.initialState(),
  );
  const owned = Object.entries(owners).reduce((state, [name, list]) => {
    const ownerReferences = list.map((owner) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      uid: uidOf(created, owner.name),
      ...owner,
    }));
    const body = { metadata: { ownerReferences } };
    return send(state, { ...at, verb: "patch", patchType: "merge", name, body });
  }, created);
  return machine.run(owned, owned.now + 1_000);
}

function left(state: ClusterState): readonly string[] {
  return maps(machine.run(state, state.now + 4_000)).map(({ metadata: { name, finalizers, deletionTimestamp } }) =>
    [name, ...(finalizers ?? []), ...(deletionTimestamp ? ["deleting"] : [])].join(" "),
  );
}

type Policy = NonNullable<RequestOptions["propagationPolicy"]>;

function afterDeletion(state: ClusterState, name: string, propagationPolicy: Policy): readonly string[] {
  return left(send(state, { ...at, verb: "delete", name, options: { propagationPolicy } }));
}

describe("a circle of owners stays, and goes as one", () => {
  const self = world({ a: [{ name: "a", controller: true, blockOwnerDeletion: true }] });
  const pair = (blockOwnerDeletion: boolean) =>
    world({ a: [{ name: "b", blockOwnerDeletion }], b: [{ name: "a", blockOwnerDeletion }] });
  const three = world({
    a: [{ name: "c", blockOwnerDeletion: true }],
    b: [{ name: "a", blockOwnerDeletion: true }],
    c: [{ name: "b", blockOwnerDeletion: true }],
  });

  it("as long as nobody deletes one", () => {
    expect([left(self), left(pair(true)), left(three)]).toEqual([["a"], ["a", "b"], ["a", "b", "c"]]);
  });

  it.each<[Policy, readonly string[]]>([
    ["Background", []],
    ["Foreground", ["a foregroundDeletion deleting"]],
    ["Orphan", []],
  ])("of one, deleted: %s", (policy, names) => {
    expect(afterDeletion(self, "a", policy)).toEqual(names);
  });

  it.each<[Policy, readonly string[]]>([
    ["Background", []],
    ["Foreground", []],
    ["Orphan", ["b"]],
  ])("of two, one deleted: %s", (policy, names) => {
    expect(afterDeletion(pair(true), "a", policy)).toEqual(names);
    expect(afterDeletion(pair(false), "a", policy)).toEqual(names);
  });

  it.each<[Policy, readonly string[]]>([
    ["Background", []],
    ["Foreground", []],
    ["Orphan", ["a", "c"]],
  ])("of three, one deleted: %s", (policy, names) => {
    expect(afterDeletion(three, "b", policy)).toEqual(names);
  });
});

it.each<[string, Readonly<Record<string, readonly Owner[]>>, readonly string[]]>([
  ["that is not there", { a: [{ name: "nope", uid: "00000000-0000-0000-0000-000000000001" }] }, []],
  ["of a kind that is not there", { a: [{ apiVersion: "nonsense.io/v1", kind: "Foo", name: "x", uid: "1" }] }, ["a"]],
  ["of another uid", { a: [{ name: "b", uid: "nonsense" }], b: [] }, ["b"]],
  ["of another kind", { a: [{ kind: "Secret", name: "b" }], b: [] }, ["b"]],
  ["that is there, and one that is not", { a: [{ name: "b" }, { name: "nope", uid: "2" }], b: [] }, ["a", "b"]],
])("an owner %s", (_title, owners, names) => {
  expect(left(world(owners))).toEqual(names);
});
