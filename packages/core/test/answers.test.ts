import { describe, expect, it } from "vitest";
import type { ApiRequest, ApiResponse } from "../src/api/request.ts";
import type { Status } from "../src/kubernetes/types.ts";
import { createMachine } from "../src/machine/machine.ts";
import type { ClusterState } from "../src/machine/state.ts";

const machine = createMachine({ components: [] });

/** Sends requests one after the other, and hands back the last answer and the state. */
function sent(...requests: readonly ApiRequest[]): { readonly response: ApiResponse; readonly state: ClusterState } {
  let state = machine.initialState();
  let response: ApiResponse = { code: 0, body: {} };
  for (const request of requests) ({ state, response } = machine.request(state, request));
  return { response, state };
}

function refusal(...requests: readonly ApiRequest[]): readonly [number, string | undefined] {
  const { code, body } = sent(...requests).response;
  return [code, (body as Status).message];
}

const inDefault = { namespace: "default" } as const;

function config(metadata: object, more: object = {}): ApiRequest {
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata, ...more };
  return { verb: "create", resource: "configmaps", ...inDefault, body };
}

function pod(spec: object = {}): ApiRequest {
  const body = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p" },
    spec: { containers: [{ name: "c", image: "i" }], ...spec },
  };
  return { verb: "create", resource: "pods", ...inDefault, body };
}

function evict(deleteOptions?: object): ApiRequest {
  const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "p" }, deleteOptions };
  return { verb: "create", resource: "pods", ...inDefault, name: "p", subresource: "eviction", body };
}

const getPod: ApiRequest = { verb: "get", resource: "pods", ...inDefault, name: "p" };

describe("creating", () => {
  it("passes over the namespace of a body whose resource has none", () => {
    const body = { apiVersion: "v1", kind: "Node", metadata: { name: "n", namespace: "default" } };
    const { code, body: node } = sent({ verb: "create", resource: "nodes", body }).response;
    expect(code).toBe(201);
    expect((node as typeof body).metadata.namespace).toBeUndefined();
  });

  it("says of a name that is taken whether its object is being deleted", () => {
    const one = config({ name: "a", finalizers: ["example.com/keep"] });
    const gone: ApiRequest = { verb: "delete", resource: "configmaps", ...inDefault, name: "a" };
    expect(refusal(one, one)).toEqual([409, 'configmaps "a" already exists']);
    expect(refusal(one, gone, one)).toEqual([409, 'object is being deleted: configmaps "a" already exists']);
  });

  it("knows the versions that are no longer served", () => {
    const body = { apiVersion: "apps/v1beta2", kind: "DaemonSet", metadata: { name: "a" } };
    const why = "the API version in the data (apps/v1beta2) does not match the expected API version (apps/v1)";
    expect(refusal({ verb: "create", resource: "daemonsets.apps", ...inDefault, body })).toEqual([400, why]);
  });

  it("warns about what a node's spec should not have", () => {
    const body = { apiVersion: "v1", kind: "Node", metadata: { name: "n" }, spec: { externalID: "x" } };
    expect(sent({ verb: "create", resource: "nodes", body }).response.warnings).toEqual([
      "spec.externalID: this field is deprecated, and is unused by Kubernetes",
    ]);
  });

  it("keeps a secret's text as data", () => {
    const stringData = { a: "text", b: "te", c: "é", d: "" };
    const body = { apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, data: { a: "b2xk" }, stringData };
    const secret = sent({ verb: "create", resource: "secrets", ...inDefault, body }).response.body;
    expect(secret).toMatchObject({ data: { a: "dGV4dA==", b: "dGU=", c: "w6k=", d: "" } });
    expect(secret).not.toHaveProperty("stringData");
  });
});

describe("routes that are not there", () => {
  const notAllowed = [405, "the server does not allow this method on the requested resource"];
  const body = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } };

  it.each<ApiRequest>([
    { verb: "create", resource: "configmaps", ...inDefault, name: "a", body },
    { verb: "update", resource: "configmaps", ...inDefault, body },
    { verb: "patch", resource: "configmaps", ...inDefault, body: {} },
    { verb: "deletecollection", resource: "configmaps" },
  ])("$verb", (request) => {
    expect(refusal(request)).toEqual(notAllowed);
  });
});

describe("changing", () => {
  const patched = (body: object): ApiRequest => ({
    verb: "patch",
    resource: "configmaps",
    ...inDefault,
    name: "a",
    patchType: "merge",
    body,
  });

  it("leaves the data of what is immutable", () => {
    const sealed = config({ name: "a" }, { immutable: true, data: { k: "v" } });
    const why = (field: string) =>
      `ConfigMap "a" is invalid: ${field}: Forbidden: field is immutable when \`immutable\` is set`;
    expect(refusal(sealed, patched({ data: { k: "w" } }))).toEqual([422, why("data")]);
    expect(refusal(sealed, patched({ immutable: false }))).toEqual([422, why("immutable")]);
    expect(sent(sealed, patched({ metadata: { labels: { a: "b" } } })).response.code).toBe(200);
  });

  it("leaves the type of a secret", () => {
    const body = { apiVersion: "v1", kind: "Secret", metadata: { name: "a" }, type: "x" };
    const change: ApiRequest = { ...patched({ type: "y" }), resource: "secrets" };
    expect(refusal({ verb: "create", resource: "secrets", ...inDefault, body }, change)).toEqual([
      422,
      'Secret "a" is invalid: type: Invalid value: "y": field is immutable',
    ]);
  });

  it("warns about a merge patch's unknown fields in the order of their names", () => {
    const { response } = sent(config({ name: "a" }), patched({ z: 1, b: 2 }));
    expect(response.warnings).toEqual(['unknown field "b"', 'unknown field "z"']);
  });
});

describe("priority classes", () => {
  const group = "scheduling.k8s.io";
  const resource = `priorityclasses.${group}`;
  const usual = (name: string): ApiRequest => ({
    verb: "create",
    resource,
    body: { apiVersion: `${group}/v1`, kind: "PriorityClass", metadata: { name }, value: 1, globalDefault: true },
  });

  it("have one default at most", () => {
    const why = `${resource} "b" is forbidden: PriorityClass a is already marked as default. Only one default can exist`;
    expect(refusal(usual("a"), usual("b"))).toEqual([403, why]);
    expect(refusal(usual("a"), usual("a"))[0]).toBe(403);
    const labels: ApiRequest = { verb: "patch", resource, name: "a", body: { metadata: { labels: { l: "x" } } } };
    expect(sent(usual("a"), labels).response.code).toBe(200);
  });

  it("of the system stay", () => {
    const name = "system-node-critical";
    const why = `${resource} "${name}" is forbidden: this is a system priority class and cannot be deleted`;
    expect(refusal({ verb: "delete", resource, name })).toEqual([403, why]);
  });
});

describe("a pod that goes at once", () => {
  it("is marked first: watchers see both writes", () => {
    const gone: ApiRequest = { ...getPod, verb: "delete", options: { gracePeriodSeconds: 0 } };
    const before = sent(pod({ nodeName: "n" })).state.resourceVersion;
    const { response, state } = sent(pod({ nodeName: "n" }), gone);
    expect(response.body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 0, generation: 2 } });
    expect(state.resourceVersion).toBe(before + 2);
  });
});

describe("an eviction", () => {
  const evicted = { type: "DisruptionTarget", reason: "EvictionByEvictionAPI", message: "Eviction API: evicting" };

  it("says why the pod goes, then deletes it", () => {
    const { body } = sent(pod({ nodeName: "n" }), evict(), getPod).response;
    expect(body).toMatchObject({ metadata: { deletionGracePeriodSeconds: 30 }, status: { conditions: [evicted] } });
  });

  it("does nothing in a dry run, nor where its preconditions do not hold", () => {
    const created = sent(pod({ nodeName: "n" })).state;
    expect(machine.request(created, evict({ dryRun: ["All"] })).state).toBe(created);
    const { state, response } = machine.request(created, evict({ preconditions: { uid: "other" } }));
    expect(response.code).toBe(409);
    expect(state).toBe(created);
  });

  it("may ask for the version that the pod has before", () => {
    const created = sent(pod({ nodeName: "n" })).state;
    const { metadata } = machine.request(created, getPod).response.body as { metadata: { resourceVersion: string } };
    const asked = evict({ preconditions: { resourceVersion: metadata.resourceVersion } });
    expect(machine.request(created, asked).response.code).toBe(201);
  });
});
