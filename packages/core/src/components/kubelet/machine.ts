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
  /**
   * How many times longer than usual the machine takes for what it does: to boot, to set up a pod's network, to pull an
   * image, to start a container and to stop it. A whole number, from 1 to 1000. What is under way when this changes goes
   * on as it has begun. What goes by the clock is as ever: back-offs, grace periods (so that containers which are slow to
   * stop are killed), probes, what images do by themselves, and heartbeats, which are small and come in time from a slow
   * machine too. Default: 1.
   */
  readonly slowdown?: number;
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

/** How many times longer than usual a machine takes for what it does. */
export function slowdownOf(machine: Machine | undefined): number {
  return machine?.spec?.slowdown ?? 1;
}

/** What takes so long on an ordinary machine takes so long on one that is so many times slower. */
export function lasting(time: Millis, slowdown: number): Millis {
  return slowdown === 1 ? time : Math.min(time * slowdown, LONGEST);
}

/** Longer than any simulation, and safe to add to any time. */
const LONGEST: Millis = 1e13;

/** What a clock that is so far ahead says at a moment. The API can write no later time than `LATEST`. */
export function clockTime(at: Millis, clockSkew: Millis): Millis {
  return clockSkew === 0 ? at : Math.min(LATEST, Math.max(0, at + clockSkew));
}
