import { describe, expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { sometimes } from "../invariants/index.ts";
import { type Model, Run } from "../model/index.ts";
import type { Checkpoint, ExploreOptions } from "./index.ts";
import { Explorer, explore } from "./index.ts";

/** Stops a search each time so many states have been looked at, and goes on from what was kept of it, in a new run. */
function inSessions(model: Model, options: ExploreOptions, every: number) {
  let resume: Checkpoint | undefined;
  for (let sessions = 1; ; sessions++) {
    let stopped = false;
    const onProgress = () => {
      stopped = true;
      return false;
    };
    const more = resume === undefined ? {} : { resume };
    const explorer = new Explorer(new Run(model), { ...options, ...more, progressEvery: every, onProgress });
    const exploration = explorer.search();
    if (!stopped) return { sessions, ...exploration };
    resume = JSON.parse(JSON.stringify(explorer.checkpoint())) as Checkpoint;
  }
}

describe("a search that is stopped again and again comes to the same as one that is not", () => {
  const crash = rollout(1, { faults: { controllerCrash: 1 } });
  test.each<[string, Model, ExploreOptions]>([
    ["in breadth", crash, {}],
    ["in breadth, unreduced", crash, { symmetry: false, partialOrder: false }],
    ["with interchangeable nodes", rollout(2), {}],
    ["in depth", crash, { order: "depth" }],
    ["by departures", crash, { order: "departures" }],
    ["no deeper than 12 steps", crash, { maxDepth: 12 }],
  ])("%s", (_, model, options) => {
    const whole = explore(new Run(model), options);
    const { sessions, ...pieced } = inSessions(model, options, 60);
    expect(pieced).toEqual(whole);
    expect(sessions).toBeGreaterThan(1);
  });

  test("one that finds something finds the same", () => {
    const model = rollout(1, { faults: { twoLeaders: 1 } });
    const { sessions, ...pieced } = inSessions(model, {}, 20);
    expect(pieced.counterexample?.invariant).toBe("neverTwoOnNode");
    expect(pieced).toEqual(explore(new Run(model)));
    expect(sessions).toBeGreaterThan(2);
  });

  test("what has been seen sometimes stays seen", () => {
    const invariants = [
      sometimes("at first", ({ undisturbed }) => undisturbed || "later"),
      sometimes("never", () => "never"),
    ];
    expect(inSessions(rollout(1, { invariants }), {}, 20).neverSeen).toEqual(["never"]);
  });
});

test("a checkpoint of another search is refused", () => {
  const explorer = new Explorer(new Run(rollout(1)), { maxStates: 10 });
  explorer.search();
  const resume = explorer.checkpoint();
  const going = (model: Model, options: ExploreOptions) => () => explore(new Run(model), { resume, ...options });
  expect(going(rollout(2), {})).toThrow(
    new RangeError('the checkpoint is of the model "rollout" as it was before it was changed'),
  );
  expect(going(rollout(1), { order: "depth" })).toThrow(
    new RangeError('the checkpoint is of a search whose order is "breadth", and not "depth"'),
  );
  expect(going(rollout(1), { oracles: { oneEnd: true } })).toThrow("whose symmetry is true, and not false");
  expect(going(rollout(1), {})().complete).toBe(true);
});
