import type { Images, JoiningNode } from "@kubetick/cluster";
import type { Component, OpenUpstreamBug, UpdateStrategy, UpstreamBug } from "@kubetick/core";
import type { UserAction } from "../actions/index.ts";
import type { Invariant } from "../invariants/index.ts";
import type { FaultBudgets } from "../world/index.ts";

/**
 * A cluster, what may happen to it, and what must hold whatever happens: a statement that can be checked at random or
 * exhaustively.
 *
 * @example
 * const model: Model = {
 *   name: "canary",
 *   cluster: { nodes: 3, strategies: [canary] },
 *   start: [{ act: "apply", manifest: daemonSet }],
 *   may: [{ act: "setImage", daemonSet: "default/agent", image: "agent:2" }],
 *   faults: { controllerCrash: 1 },
 *   invariants: stockInvariants,
 * };
 */
export interface Model {
  readonly name: string;
  readonly cluster?: ModelCluster;
  /** What is done first, one after another, each until the cluster is at rest. The run begins then. */
  readonly start?: readonly UserAction[];
  /** What is done as the run begins, one after another, and all before anything else happens. Default: nothing. */
  readonly opening?: readonly UserAction[];
  /** What people may do, at any moment of the run: each action once, or so many times. */
  readonly may?: readonly (UserAction | MayDo)[];
  /** What may go wrong, and how often in one run. Default: nothing. */
  readonly faults?: FaultBudgets;
  /** Of which resources informers may be late, where `faults` has `staleCache`. Default: of all that they watch. */
  readonly late?: readonly string[];
  /**
   * By how many changes (watch events) an informer may be late, a whole number from 1 on: as soon as it is late by more, it hears of one
   * before anything else happens. A bound makes for far fewer states. Default: by any number.
   */
  readonly lateBy?: number;
  /** The components that faults may befall. Default: the DaemonSet controller, and the components of the model's own. */
  readonly befall?: readonly string[];
  /**
   * The components whose steps may come in any order. The others do at once what they have to do, before anything else
   * happens. Default: all.
   */
  readonly interleave?: readonly string[];
  /** What must hold. Default: `stockInvariants`. */
  readonly invariants?: readonly Invariant[];
  /**
   * Whether it makes no difference which node is which, to the code that the model brings along: then the explorer takes
   * worlds for one that differ in nothing else, and needs far fewer states. Default: true if the model has no strategies,
   * components and invariants of its own; they might name a node, or take the first of them.
   */
  readonly symmetric?: boolean;
}

export interface ModelCluster {
  /** So many nodes named `node-1`, `node-2`, …, or the nodes themselves. Default: 3. */
  readonly nodes?: number | readonly (string | JoiningNode)[];
  readonly images?: Images;
  readonly strategies?: readonly UpdateStrategy[];
  /** Controllers beside those that Kubernetes has. */
  readonly components?: readonly Component[];
  /** Bugs of real releases to switch on. */
  readonly upstreamBugs?: readonly UpstreamBug[];
  /** Bugs that v1.37 still has to do without. */
  readonly upstreamFixes?: readonly OpenUpstreamBug[];
  /**
   * What runs the pods. `kubelet`: the simulated kubelets, with all that containers do, in virtual time. `instant`: nodes like
   * kwok's (see `instantNodes`), for far fewer states. Default: `kubelet`.
   */
  readonly machines?: "kubelet" | "instant";
  /** The built-in components that there are. Default: those that have to do with DaemonSets. */
  readonly builtin?: readonly string[];
}

export interface MayDo {
  readonly action: UserAction;
  /** How often in one run, a whole number. Default: 1. */
  readonly times?: number;
}

/**
 * Stands for any node, or for any pod of a DaemonSet, in an action of a model: each that there is may be the one.
 * @example { act: "leave", node: ANY }
 */
export const ANY = "*";
