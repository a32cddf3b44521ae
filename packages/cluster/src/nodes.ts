import type { ApiRequest, MachineSpec } from "@kubetick/core";
import type { Api } from "./api.ts";

/** A node that joins: what its kubelet would register it with. */
export interface JoiningNode {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly taints?: readonly {
    readonly key: string;
    readonly value?: string;
    readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
  }[];
  /** Such as `{ cpu: "4", memory: "8Gi", pods: "110" }`. What is missing is that of an ordinary machine. */
  readonly capacity?: Readonly<Record<string, string>>;
}

export function nodeRequest(node: string | JoiningNode): ApiRequest {
  const { name, labels, annotations, taints, capacity } =
    typeof node === "string" ? ({ name: node } as JoiningNode) : node;
  const metadata = { name, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
  const body = {
    apiVersion: "v1",
    kind: "Node",
    metadata,
    ...(taints ? { spec: { taints } } : {}),
    ...(capacity ? { status: { capacity, allocatable: capacity } } : {}),
  };
  return { verb: "create", resource: "nodes", body };
}

/** The request that changes a node's simulated machine, or makes it one that can be changed. */
export function machineRequest(api: Api, name: string, spec: MachineSpec): ApiRequest {
  const resource = "machines.sim.kubetick.dev";
  if (api.find(resource, name) === undefined)
    return {
      verb: "create",
      resource,
      body: { apiVersion: "sim.kubetick.dev/v1", kind: "Machine", metadata: { name }, spec },
    };
  return { verb: "patch", resource, name, patchType: "merge", body: { spec } };
}
