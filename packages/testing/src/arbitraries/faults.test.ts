import fc from "fast-check";
import { expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { walk } from "../check/index.ts";
import { Judge } from "../explore/index.ts";
import { Run } from "../model/index.ts";
import type { FaultName } from "../world/index.ts";
import { faultNames, faults, interleaving } from "./index.ts";

/** What an arbitrary shrinks to where something is wrong with each value that `isWrong`. */
function shrunk<T>(arbitrary: fc.Arbitrary<T>, isWrong: (value: T) => boolean): T | undefined {
  const { counterexample } = fc.check(
    fc.property(arbitrary, (value) => !isWrong(value)),
    { seed: 1, numRuns: 1_000 },
  );
  return counterexample?.[0];
}

test("faults are those that there are, each as often as allowed, and all come up", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(faults({ times: 3 }), (budgets) => {
      for (const [name, times] of Object.entries(budgets)) {
        seen.add(name);
        expect(faultNames).toContain(name);
        expect([1, 2, 3]).toContain(times);
      }
    }),
    { seed: 1, numRuns: 300 },
  );
  expect([...seen].sort()).toEqual([...faultNames].sort());
  const names: readonly FaultName[] = ["conflict"];
  expect(fc.sample(faults({ names, times: 1 }), { seed: 1, numRuns: 50 })).toContainEqual({ conflict: 1 });
});

test("they shrink to none, and to the one that matters, once", () => {
  expect(shrunk(faults(), () => true)).toEqual({});
  expect(shrunk(faults(), (budgets) => (budgets.staleCache ?? 0) > 0)).toEqual({ staleCache: 1 });
  expect(shrunk(faults(), (budgets) => budgets.conflict === 2)).toEqual({ conflict: 2 });
});

test("an interleaving shrinks to what happens by default, and to the departure that matters", () => {
  expect(shrunk(interleaving(), () => true)).toEqual([]);
  expect(shrunk(interleaving(), (list) => list.some(({ pick }) => pick > 0))).toEqual([{ after: 0, pick: 1 }]);
  const few = fc.sample(interleaving({ departures: 3, gap: 2 }), { seed: 1, numRuns: 100 });
  expect(Math.max(...few.map(({ length }) => length))).toBe(3);
  expect(Math.max(...few.flat().map(({ after }) => after))).toBe(2);
});

test("each can be played, and comes to the same again", () => {
  fc.assert(
    fc.property(faults(), interleaving({ departures: 6 }), (budgets, list) => {
      const run = new Run(rollout(1, { faults: budgets, cluster: { machines: "instant" } }));
      const first = walk(run, new Judge(run), list);
      expect(walk(run, new Judge(run), list).choices).toEqual(first.choices);
      for (const fault of run.observation(first.end).faults) expect(Object.keys(budgets)).toContain(fault);
    }),
    { seed: 1, numRuns: 20 },
  );
});
