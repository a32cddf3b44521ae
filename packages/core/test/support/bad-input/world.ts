import type { ApiRequest } from "../../../src/api/request.ts";
import { builtinComponents } from "../../../src/components/index.ts";
import { createMachine } from "../../../src/machine/machine.ts";
import type { ClusterState } from "../../../src/machine/state.ts";
import { MANIFESTS } from "./manifests.ts";

export const machine = createMachine({ components: builtinComponents() });

function must(state: ClusterState, request: ApiRequest): ClusterState {
  const { state: after, response } = machine.request(state, request);
  if (response.code >= 400) throw new Error(JSON.stringify(response.body));
  return after;
}

const WIDGETS = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    names: { plural: "widgets", kind: "Widget" },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: { openAPIV3Schema: { type: "object" } },
      },
    ],
  },
};

const REQUESTS: readonly ApiRequest[] = [
  { verb: "create", resource: "customresourcedefinitions.apiextensions.k8s.io", body: WIDGETS },
  ...["node-1", "node-2"].map(
    (name): ApiRequest => ({
      verb: "create",
      resource: "nodes",
      body: {
        apiVersion: "v1",
        kind: "Node",
        metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" } },
      },
    }),
  ),
  {
    verb: "create",
    resource: "namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "going" } },
  },
];

/** Two nodes, one object of each of the manifests, in the middle of what follows from them. */
export const world: ClusterState = (() => {
  const populated = [
    ...REQUESTS,
    ...MANIFESTS.filter(({ resource }) => resource !== "pods" && !resource.includes("machines")).map(
      ({ resource, namespace, body }): ApiRequest => ({
        verb: "create",
        resource,
        ...(namespace === undefined ? {} : { namespace }),
        body: withoutHolds(body),
      }),
    ),
  ].reduce(must, machine.initialState());
  return machine.run(populated, populated.now + 10_000);
})();

/** Without what keeps an object from being deleted, and without an owner that is not there. */
function withoutHolds(body: object): object {
  const { metadata } = body as { metadata: { finalizers?: unknown; ownerReferences?: unknown } };
  const { finalizers: _, ownerReferences: __, ...rest } = metadata;
  return { ...body, metadata: rest };
}

/** Every object of the state, with what a request needs to name it. */
export function storedObjects(state: ClusterState): readonly { readonly resource: string; readonly object: object }[] {
  return Object.entries(state.tables).flatMap(([resource]) => {
    const { response } = machine.request(state, { verb: "list", resource });
    // What a CustomResourceDefinition made is not served any more once that is gone.
    return ((response.body as { items?: object[] }).items ?? []).map((object) => ({ resource, object }));
  });
}
