import type { Millis, ResourceName } from "@kubetick/core";

/** Something that can happen next. Plain data. */
export type Choice =
  /** A component takes a key from its queue, and runs as far as its first request. */
  | { readonly do: "sync"; readonly component: string; readonly key: string; readonly from?: string }
  /** The request that a component waits for is carried out. */
  | { readonly do: "proceed"; readonly component: string }
  /** Nothing else is left to do at this instant: the clock moves on by so many milliseconds. */
  | { readonly do: "time"; readonly by: Millis }
  /** A late informer hears of the next change that it has missed. */
  | { readonly do: "hear"; readonly component: string; readonly resource: ResourceName }
  /** Nothing. */
  | { readonly do: "rest" }
  | ActChoice
  | FaultChoice
  | RecoveryChoice;

/** Somebody from outside does the n-th thing that the model says they may; to this node or pod, where it may be any. */
export interface ActChoice {
  readonly do: "act";
  readonly action: number;
  readonly on?: string;
}

/** Something goes wrong. */
export type FaultChoice =
  /** A component's informer of a resource hears nothing for a while. */
  | { readonly do: "staleCache"; readonly component: string; readonly resource: ResourceName }
  /** A controller ends, and another one starts in its place: it knows only what it lists. */
  | { readonly do: "controllerCrash"; readonly component: string }
  /** A request gets no answer in time, whether the server has carried it out or not. */
  | { readonly do: "requestTimeout"; readonly component: string; readonly written: boolean }
  /** An update is refused because somebody else has been quicker. */
  | { readonly do: "conflict"; readonly component: string }
  /** A second instance of a controller believes that it leads, until it notices. */
  | { readonly do: "twoLeaders"; readonly component: string }
  /** A machine loses its power. */
  | { readonly do: "nodeFailure"; readonly node: string }
  /** The clock of a machine is set: so many milliseconds ahead of the others, or, below zero, behind them. It stays so. */
  | { readonly do: "clockSkew"; readonly node: string; readonly by: Millis }
  /** A machine becomes slow: it takes so many times longer for what it does. */
  | { readonly do: "slowNode"; readonly node: string; readonly by: number };

/** Something is right again. */
export type RecoveryChoice =
  /** The second instance notices that it does not lead. */
  | { readonly do: "stepDown"; readonly component: string }
  /** A machine has its power again. */
  | { readonly do: "nodeRecovery"; readonly node: string }
  /** A machine is as fast as before. */
  | { readonly do: "slowNodeRecovery"; readonly node: string };

export type FaultName = FaultChoice["do"];

/** How often each fault may happen in one run. Left out: never. */
export type FaultBudgets = { readonly [name in FaultName]?: number };
