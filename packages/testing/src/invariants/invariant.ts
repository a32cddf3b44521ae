import type { ClusterState } from "@kubetick/core";

/** What an invariant looks at: one state, and the step that led to it. */
export interface Observation {
  readonly state: ClusterState;
  /** The state before the step that led to `state`; undefined at the start. */
  readonly before: ClusterState | undefined;
  /** The state in which the run began. */
  readonly start: ClusterState;
  /** The faults used so far on this path, by name. */
  readonly faults: readonly string[];
  /** No fault has been used, and nobody from outside has asked for anything since the start. */
  readonly undisturbed: boolean;
  /** Nothing is under way: no component has work, and no timer would give it any but the periodic ones. */
  readonly atRest: boolean;
}

/** Looks at one moment: true, or what is wrong, said for people. */
export type Holds = (at: Observation) => true | string;

/**
 * A statement about every run.
 *
 * - `always`: it holds in every state, or of every step.
 * - `eventually`: it holds in every state at rest, and no run goes on for ever without reaching one.
 * - `sometimes`: it holds in at least one state of at least one run. It says that a check is not empty.
 * - `leadsTo`: whenever `when` is true, `holds` is true then or later on the same run.
 *
 * A predicate sees a state and the one before it, and nothing older: an explorer merges the paths that lead to a state.
 */
export interface Invariant {
  readonly name: string;
  /** Where Kubernetes says so: a file and a function of the upstream source, or a page of its documentation. */
  readonly source?: string;
  readonly expect: "always" | "eventually" | "sometimes" | "leadsTo";
  readonly holds: Holds;
  /** Of `leadsTo` only: where the obligation begins. */
  readonly when?: (at: Observation) => boolean;
  /**
   * The tables (`state.tables`) that `holds` reads, by resource: "pods", "daemonsets.apps". Where all of them are the same
   * values as before the step, and `atRest` is as it was, `holds` need not be asked again. Besides them it may look at what is said of
   * the step, at the components' syncs, caches and failures, and at rest at their timers; not at their queues and memories. Left out: it
   * reads anything.
   */
  readonly reads?: readonly string[];
}

/** What can be said of an invariant beside its name and its predicate. */
export type InvariantDetails = Pick<Invariant, "source" | "reads">;

/** It holds in every state, or of every step (`at.before` → `at.state`). */
export function always(name: string, holds: Holds, details: InvariantDetails = {}): Invariant {
  return { name, expect: "always", holds, ...details };
}

/** It holds in every state at rest, and every run comes to one. */
export function eventually(name: string, holds: Holds, details: InvariantDetails = {}): Invariant {
  return { name, expect: "eventually", holds, ...details };
}

/** It holds at least once in all runs together. */
export function sometimes(name: string, holds: Holds, details: InvariantDetails = {}): Invariant {
  return { name, expect: "sometimes", holds, ...details };
}

/** Whenever `when` is true, `then` is true at that moment or later. */
export function leadsTo(
  name: string,
  when: (at: Observation) => boolean,
  then: Holds,
  details: InvariantDetails = {},
): Invariant {
  return { name, expect: "leadsTo", holds: then, when, ...details };
}
