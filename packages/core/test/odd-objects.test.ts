import { expect, it } from "vitest";
import type { ApiRequest } from "../src/api/request.ts";
import { builtinComponents } from "../src/components/index.ts";
import type { ControllerRevision, DaemonSet } from "../src/kubernetes/types.ts";
import { createMachine } from "../src/machine/machine.ts";
import type { ClusterState } from "../src/machine/state.ts";

/** What the API accepts and no one means: the components live with it, and the DaemonSet's pods run. */

const machine = createMachine({ components: builtinComponents() });
const at = { resource: "daemonsets.apps", namespace: "default" };

function send(state: ClusterState, request: ApiRequest): ClusterState {
  const { state: after, response } = machine.request(state, request);
  if (response.code >= 400) throw new Error(JSON.stringify(response.body));
  return after;
}

function minuteAfter(state: ClusterState): ClusterState {
  return machine.run(state, state.now + 60_000);
}

const template = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c", image: "i" }] } };

function daemonSet(metadata: object): ApiRequest {
  const body = { metadata: { name: "d", ...metadata }, spec: { selector: { matchLabels: { app: "a" } }, template } };
  return { ...at, verb: "create", body };
}

const node = (name: string, rest: object = {}): ApiRequest => ({
  verb: "create",
  resource: "nodes",
  body: { metadata: { name, labels: { "kubernetes.io/hostname": name } }, ...rest },
});

const nodes = [node("n1"), node("n2")].reduce(send, machine.initialState());

function read(state: ClusterState): DaemonSet {
  return machine.request(state, { ...at, verb: "get", name: "d" }).response.body as DaemonSet;
}

function revisions(state: ClusterState): readonly ControllerRevision[] {
  const { response } = machine.request(state, { verb: "list", resource: "controllerrevisions.apps" });
  return (response.body as { items: ControllerRevision[] }).items;
}

it("a template generation that is negative", () => {
  const annotations = { "deprecated.daemonset.template.generation": "-5" };
  const running = minuteAfter(send(nodes, daemonSet({ annotations })));
  expect(read(running).status?.numberReady).toBe(2);
  const image = [{ op: "replace", path: "/spec/template/spec/containers/0/image", value: "j" }];
  const updated = minuteAfter(send(running, { ...at, verb: "patch", name: "d", patchType: "json", body: image }));
  expect(read(updated).status?.updatedNumberScheduled).toBe(2);
});

it.each<[string, unknown]>([
  ["a number for a spec", { spec: 5 }],
  ["a template of nonsense", { spec: { template: { $patch: "replace", spec: { containers: "x" } } } }],
  ["nothing", {}],
])("a revision that holds %s", (_title, data) => {
  const revision: ApiRequest = {
    verb: "create",
    resource: "controllerrevisions.apps",
    namespace: "default",
    body: { metadata: { name: "odd", labels: { app: "a" } }, data, revision: 2 ** 53 - 1 } as object,
  };
  const running = minuteAfter(send(send(nodes, revision), daemonSet({})));
  expect(read(running).status).toMatchObject({ numberReady: 2, updatedNumberScheduled: 2 });
  const [owner] = revisions(running).find(({ metadata }) => metadata.name === "odd")?.metadata.ownerReferences ?? [];
  expect(owner).toMatchObject({ kind: "DaemonSet", name: "d" });
});

it("a node whose status is out of this world", () => {
  const status = {
    capacity: { cpu: "1e999", memory: "9999999999Ei", pods: "110" },
    conditions: [
      { type: "Ready", status: "Maybe", lastHeartbeatTime: null, lastTransitionTime: "0001-01-01T00:00:00Z" },
      { type: "Ready", status: "True" },
      { type: "__proto__", status: "constructor" },
    ],
    addresses: [{ type: "toString", address: "" }],
  };
  const running = minuteAfter([node("odd", { status }), daemonSet({})].reduce(send, nodes));
  expect(read(running).status?.numberReady).toBe(3);
});

it("pods and a DaemonSet that own each other", () => {
  const running = minuteAfter(send(nodes, daemonSet({})));
  const pod = (
    machine.request(running, { verb: "list", resource: "pods" }).response.body as {
      items: { metadata: { name: string; uid: string } }[];
    }
  ).items[0]!.metadata;
  const ownerReferences = [{ apiVersion: "v1", kind: "Pod", name: pod.name, uid: pod.uid, blockOwnerDeletion: true }];
  const owned = send(running, {
    ...at,
    verb: "patch",
    name: "d",
    patchType: "merge",
    body: { metadata: { ownerReferences } },
  });
  expect(read(minuteAfter(owned)).status?.numberReady).toBe(2);
  // Foreground deletion goes round the circle, and ends.
  const deleted = send(owned, { ...at, verb: "delete", name: "d", options: { propagationPolicy: "Foreground" } });
  const left = machine.request(minuteAfter(deleted), { verb: "list", resource: "pods" }).response.body;
  expect(left).toMatchObject({ items: [] });
  expect(machine.request(minuteAfter(deleted), { ...at, verb: "get", name: "d" }).response.code).toBe(404);
});
