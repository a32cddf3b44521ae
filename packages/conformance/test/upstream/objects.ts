import type { Container, Node, NodeSelectorTerm, Pod, PodSpec } from "../../../core/src/kubernetes/types.ts";

/** Requests of one container, by resource. */
type Requests = Readonly<Record<string, string>>;

/** A pod as the tables write it: its spec's fields, and in place of the longer ones: */
export interface ShortPod {
  readonly labels?: Readonly<Record<string, string>>;
  /** One container each. */
  readonly requests?: readonly Requests[];
  /** One init container each. */
  readonly init?: readonly Requests[];
  /** One init container each, that restarts always. */
  readonly sidecars?: readonly Requests[];
  /** `protocol/address/port`: what one container takes of the node. */
  readonly ports?: readonly string[];
  /** The terms of the required node affinity. */
  readonly required?: readonly NodeSelectorTerm[];
  /** The preferred node affinity. */
  readonly preferred?: readonly object[];
  readonly ownerReferences?: readonly object[];
  readonly nominatedNodeName?: string;
  readonly [specField: string]: unknown;
}

/** A node as the tables write it: its spec's fields, and what it is called, labelled, and has to give. */
export interface ShortNode {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly allocatable?: Readonly<Record<string, string>>;
  readonly conditions?: readonly object[];
  readonly [specField: string]: unknown;
}

export function nodeOf({ name = "node", labels, allocatable, conditions, ...spec }: ShortNode): Node {
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, ...(labels && { labels }) },
    spec,
    status: { ...(allocatable && { allocatable }), ...(conditions && { conditions }) },
  } as unknown as Node;
}

export function podOf({ labels, ownerReferences, nominatedNodeName, ...short }: ShortPod, name = "pod"): Pod {
  const metadata = {
    name,
    namespace: "default",
    ...(labels && { labels }),
    ...(ownerReferences && { ownerReferences }),
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: specOf(short),
    status: { nominatedNodeName },
  } as unknown as Pod;
}

export function specOf({ labels: _, requests, init, sidecars, ports, ...short }: ShortPod): PodSpec {
  const { required, preferred, nodeAffinity, ...spec } = short;
  const containers = [...(requests ?? []).map(asking), ...(ports === undefined ? [] : [listening(ports)])];
  const initContainers = [
    ...(init ?? []).map(asking),
    ...(sidecars ?? []).map((list) => ({ ...asking(list), restartPolicy: "Always" })),
  ];
  const affinity =
    (required ?? preferred ?? nodeAffinity) === undefined
      ? {}
      : {
          nodeAffinity: {
            ...(required && { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: required } }),
            ...(preferred && { preferredDuringSchedulingIgnoredDuringExecution: preferred }),
          },
        };
  return {
    containers,
    ...(initContainers.length > 0 && { initContainers }),
    ...("nodeAffinity" in affinity && { affinity }),
    ...spec,
  } as unknown as PodSpec;
}

function asking(requests: Requests): Container {
  return { name: "c", resources: { requests } };
}

function listening(ports: readonly string[]): Container {
  return {
    name: "c",
    ports: ports.map((text) => {
      const [protocol, hostIP, hostPort] = text.split("/");
      return { ...(protocol && { protocol }), ...(hostIP && { hostIP }), hostPort: Number(hostPort), containerPort: 0 };
    }),
  } as Container;
}
