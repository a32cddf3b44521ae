import type { Millis } from "../../api/request.ts";
import type { DaemonSet, Node, Pod } from "../../kubernetes/types.ts";
import type { Place, Stage } from "./stage.ts";

/**
 * Decides how the pods of a DaemonSet are replaced when its template has changed. `RollingUpdate` and `OnDelete` are
 * two of them; a DaemonSet asks for another one by the annotation `sim.kubetick.dev/update-strategy: NAME`.
 *
 * The controller asks it in each sync in which nothing else is under way: the pods that it has asked for have been
 * seen, nodes without a pod have got theirs, failed and excess pods are gone.
 */
export interface UpdateStrategy {
  /** As it is written in the DaemonSet. */
  readonly name: string;
  /** Must depend on `rollout` alone. */
  plan(rollout: RolloutView): RolloutPlan;
}

/** What a strategy wants done now. Of each list the first 250 are done; the others are asked for again later. */
export interface RolloutPlan {
  /** Names of pods to delete. Their nodes get new ones by themselves. May be lazy. */
  readonly deletePods?: Iterable<string>;
  /** Names of nodes on which to create one more pod, of the current revision, beside what is there. May be lazy. */
  readonly createOn?: Iterable<string>;
  /**
   * Ask again after so many virtual milliseconds: for a strategy that waits for time to pass. Whatever happens to the
   * DaemonSet's pods before makes it asked before, so that only the latest answer need be right. More than 0; left out
   * or infinite: the mere passing of time will not change the plan.
   */
  readonly requeueAfter?: Millis;
  /** Why there is no plan: the sync fails with it, and is tried again later. */
  readonly error?: string;
}

/**
 * A rollout at one moment. Counts cost nothing, and lists only what is taken of them, however many nodes there are. Lists are
 * by name, but nobody promises where they begin (the real controller walks over a Go map): a strategy that means a certain
 * node asks for it by name.
 */
export interface RolloutView {
  readonly daemonSet: DaemonSet;
  /** The hash of the current revision. */
  readonly hash: string;
  /** The virtual time, in milliseconds. */
  readonly now: Millis;
  /** How many nodes should run a pod. */
  readonly desired: number;
  /** `spec.updateStrategy.rollingUpdate.maxUnavailable` in nodes: a percentage of `desired`, rounded up. 1 where both limits would be 0. */
  readonly maxUnavailable: number;
  /** `spec.updateStrategy.rollingUpdate.maxSurge` in nodes: a percentage of `desired`, rounded up. */
  readonly maxSurge: number;
  /** How many nodes have an available pod; where there are two pods, the old one counts. Nodes with excess pods do not. */
  readonly available: number;
  /** How many nodes are at a stage of the rollout; in one place, or in any. */
  count(stage: Stage, place?: Place): number;
  /** The nodes at a stage of the rollout; in one place, or in any. Lazy. */
  nodes(stage: Stage, place?: Place): Iterable<RolloutNode>;
  /** All nodes that take part. Lazy. */
  all(): Iterable<RolloutNode>;
  /** A node by name; undefined if it takes no part. */
  node(name: string): RolloutNode | undefined;
}

/** A node in a rollout. */
export interface RolloutNode {
  readonly name: string;
  /** Undefined where the node is gone and its pod is not yet. */
  readonly node: Node | undefined;
  readonly stage: Stage;
  readonly place: Place;
  /** Its live pod of the current revision, if there is exactly one. */
  readonly newPod: Pod | undefined;
  readonly newPodAvailable: boolean;
  /** Its live pod of an older revision, if there is exactly one. */
  readonly oldPod: Pod | undefined;
  readonly oldPodAvailable: boolean;
  /** All its daemon pods, also those that are being deleted. */
  readonly pods: readonly Pod[];
}
