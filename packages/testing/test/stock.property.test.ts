import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraries, clusterOf, stockInvariants } from "../src/index.ts";
import { demand, walk } from "./walk.ts";

/** Other histories: `KUBETICK_SEED=7 npx vitest run stock.property`; more: `KUBETICK_RUNS=2000`. */
const SEED = Number(process.env["KUBETICK_SEED"] ?? 20_261_126);
const RUNS = Number(process.env["KUBETICK_RUNS"] ?? 150);

test("no stock invariant is broken in random clusters, histories and interleavings", { timeout: 1_200_000 }, () => {
  let [steps, rests] = [0, 0];
  const look = demand(stockInvariants);
  fc.assert(
    fc.property(
      arbitraries.cluster(),
      arbitraries.history({ applies: "agent", kinds: [...arbitraries.actionKinds] }),
      (plan, history) => {
        walk(clusterOf(plan), history, (at) => {
          steps++;
          rests += Number(at.atRest);
          look(at);
        });
      },
    ),
    { seed: SEED, numRuns: RUNS },
  );
  // The check is not empty.
  expect(steps).toBeGreaterThan(100 * RUNS);
  expect(rests).toBeGreaterThan(RUNS);
});
