import { type ClusterView, entries, viewOf } from "@kubetick/core";
import type { Holds, Observation } from "../invariant.ts";

/** A cluster in which nothing is under way. */
export interface AtRest {
  readonly view: ClusterView;
  readonly now: number;
  readonly at: Observation;
  /** Whether some component will come back to a key by itself, however far off. */
  isScheduled(key: string): boolean;
  /** Whether any component will come back to anything. */
  isAnythingScheduled(): boolean;
}

/** A predicate that only asks for something at rest. */
export function atRest(holds: (at: AtRest) => true | string): Holds {
  return (at) => {
    if (!at.atRest) return true;
    const { state } = at;
    return holds({
      view: viewOf(state.tables),
      now: state.now,
      at,
      isScheduled: (key) => isScheduled(at, (each) => each === key),
      isAnythingScheduled: () => isScheduled(at, () => true),
    });
  };
}

function isScheduled({ state }: Observation, isMeant: (key: string) => boolean): boolean {
  return Object.values(state.components).some(({ timers }) => {
    for (const [, timer] of entries(timers.queue)) if (isMeant(timer.key)) return true;
    return false;
  });
}

/** True where `judge` finds nothing wrong with any of the items; otherwise the first thing that is. */
export function firstFault<T>(items: Iterable<T>, judge: (item: T) => true | string): true | string {
  for (const item of items) {
    const fault = judge(item);
    if (fault !== true) return fault;
  }
  return true;
}
