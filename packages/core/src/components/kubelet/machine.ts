import type { KubeObject, Millis } from "../../api/request.ts";
import type { Pod, Quantity } from "../../kubernetes/types.ts";
import type { ClusterView } from "../../store/view.ts";
import { LATEST } from "../../time.ts";

export const MACHINES = "machines.sim.kubetick.dev";

/** The simulated hardware of the node of the same name. Cluster-scoped. A node without one is an ordinary machine that is on. */
export interface Machine extends KubeObject {
  readonly apiVersion: "sim.kubetick.dev/v1";
  readonly kind: "Machine";
  readonly spec?: MachineSpec;
}

export interface MachineSpec {
  /** `Off`: the kubelet and all containers stop at once, silently. Default: `On`. */
  readonly power?: "On" | "Off";
  /** From power on to the kubelet's first word, in milliseconds. Default: `BOOT_TIME`. A node's first start takes no time. */
  readonly bootTime?: Millis;
  /**
   * How far the machine's clock is ahead of the control plane's, in milliseconds; behind, where it is negative. The
   * times that the kubelet writes into the statuses of pods and into the conditions of its node are off by it.
   * Heartbeats are not: nobody compares them with a clock. Default: 0.
   */
  readonly clockSkew?: Millis;
  /** What the node has, where the Node object does not say it. Default: `DEFAULT_CAPACITY`. */
  readonly capacity?: Readonly<Record<string, Quantity>>;
  /** The manifests in the kubelet's `--pod-manifest-path`. */
  readonly staticPods?: readonly Pod[];
}

export const BOOT_TIME: Millis = 10_000;

export const DEFAULT_CAPACITY: Readonly<Record<string, Quantity>> = {
  cpu: "8",
  "ephemeral-storage": "100Gi",
  memory: "16Gi",
  pods: "110",
};

export function machineOf(view: ClusterView, node: string): Machine | undefined {
  return view.get<Machine>(MACHINES, node);
}

export function isOff(machine: Machine | undefined): boolean {
  return machine?.spec?.power === "Off";
}

/** How far the clock of a node is ahead. Zero for a node without a machine of its own. */
export function clockSkewOf(view: ClusterView, node: string): Millis {
  return machineOf(view, node)?.spec?.clockSkew ?? 0;
}

/** What a clock that is so far ahead says at a moment. The API can write no later time than `LATEST`. */
export function clockTime(at: Millis, clockSkew: Millis): Millis {
  return clockSkew === 0 ? at : Math.min(LATEST, Math.max(0, at + clockSkew));
}
