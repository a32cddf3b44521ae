import type { MachineSpec, Millis } from "@kubetick/core";

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
  /** How far its machine's clock is ahead of the control plane's, in milliseconds; behind, where it is negative. Default: 0. */
  readonly clockSkew?: Millis;
  /** How many times longer than usual its machine takes for what it does: see `MachineSpec`. From 1 to 1000. Default: 1. */
  readonly slowdown?: number;
}

export function nodeObject(node: string | JoiningNode): object {
  const { name, labels, annotations, taints, capacity } =
    typeof node === "object" && node !== null ? node : { name: node };
  const metadata = { name, ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata,
    ...(taints ? { spec: { taints } } : {}),
    ...(capacity ? { status: { capacity, allocatable: capacity } } : {}),
  };
}

export const MACHINES = "machines.sim.kubetick.dev";

/** What there is to say of a joining node's machine; undefined for an ordinary one. */
export function machineSpecOf(node: string | Partial<JoiningNode>): MachineSpec | undefined {
  const { clockSkew, slowdown } = typeof node === "object" && node !== null ? node : {};
  if (clockSkew === undefined && slowdown === undefined) return undefined;
  return { ...(clockSkew === undefined ? {} : { clockSkew }), ...(slowdown === undefined ? {} : { slowdown }) };
}

/** The simulated machine under a node. */
export function machineObject(name: string, spec: MachineSpec): object {
  return { apiVersion: "sim.kubetick.dev/v1", kind: "Machine", metadata: { name }, spec };
}
