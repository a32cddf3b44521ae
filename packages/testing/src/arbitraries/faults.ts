import fc from "fast-check";
import { departures } from "../check/random.ts";
import type { Departure } from "../check/random-run.ts";
import type { FaultBudgets, FaultName } from "../world/index.ts";

/** All that can go wrong, the plainest first. */
export const faultNames: readonly FaultName[] = [
  "controllerCrash",
  "conflict",
  "requestTimeout",
  "staleCache",
  "nodeFailure",
  "slowNode",
  "clockSkew",
  "twoLeaders",
];

export interface FaultConstraints {
  /** What may go wrong. Default: all of `faultNames`. */
  readonly names?: readonly FaultName[];
  /** How often each at most, a whole number from 1 on. Default: 2. */
  readonly times?: number;
}

/** The faults of a model. Shrinks to fewer of them, each fewer times, and to none. */
export function faults({ names = faultNames, times = 2 }: FaultConstraints = {}): fc.Arbitrary<FaultBudgets> {
  const one = fc.record({ name: fc.constantFrom(...names), times: fc.integer({ min: 1, max: times }) });
  return fc
    .uniqueArray(one, { selector: ({ name }) => name, maxLength: names.length })
    .map((list): FaultBudgets => Object.fromEntries(list.map((fault) => [fault.name, fault.times])));
}

export interface InterleavingConstraints {
  /** In how many places a run departs from what happens by default, at most. Default: 20. */
  readonly departures?: number;
  /** How many steps there are between two departures, at most. Default: 30. */
  readonly gap?: number;
}

/**
 * Which of all that is possible happens in a model's run, what goes wrong and what people do with it: `walk` plays it. Shrinks to
 * fewer departures from what happens by default, and, where there are none, to the run in which each step is that.
 */
export function interleaving(constraints: InterleavingConstraints = {}): fc.Arbitrary<readonly Departure[]> {
  return departures(constraints);
}
