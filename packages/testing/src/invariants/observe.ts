import type { ClusterState } from "@kubetick/core";
import type { Invariant, Observation } from "./invariant.ts";

/**
 * Whether nothing is under way: no component has anything in its queue, in a sync or in its informers' wake, and no timer is
 * set but for what goes on for ever or is far off (the next restart of a crashing container, a time-to-live).
 */
export function isAtRest({ components, tables }: ClusterState): boolean {
  for (const name in components) {
    const component = components[name] as ClusterState["components"][string];
    if (component.sync !== null || component.timers.progress > 0 || component.queue.keys.length > 0) return false;
    for (const resource in tables) {
      const cached = component.cache[resource];
      if (cached !== undefined && cached.resourceVersion !== tables[resource]?.resourceVersion) return false;
    }
  }
  return true;
}

/** What there is to say of one state by itself, or of one step, where nobody keeps count of faults. */
export function observation(
  state: ClusterState,
  before?: ClusterState,
  start: ClusterState = before ?? state,
): Observation {
  return { state, before, start, faults: [], undisturbed: false, atRest: isAtRest(state) };
}

/** An invariant that does not hold, and why. */
export interface Violation {
  readonly invariant: Invariant;
  readonly fault: string;
}

/** The first of the invariants that the state, or the step to it, breaks. `sometimes` and `leadsTo` cannot be broken by one state. */
export function firstViolation(invariants: readonly Invariant[], at: Observation): Violation | undefined {
  for (const invariant of invariants) {
    if (invariant.expect !== "always" && !(invariant.expect === "eventually" && at.atRest)) continue;
    if (isUntouched(invariant, at)) continue;
    const held = invariant.holds(at);
    if (held !== true) return { invariant, fault: held };
  }
  return undefined;
}

/** Nothing that the invariant reads has changed in the step; what comes to rest is always looked at. */
function isUntouched({ reads }: Invariant, { before, state, atRest }: Observation): boolean {
  if (reads === undefined || before === undefined || atRest) return false;
  return reads.every((resource) => before.tables[resource] === state.tables[resource]);
}
