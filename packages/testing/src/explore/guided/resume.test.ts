import { describe, expect, test } from "vitest";
import { colourIn, controller, light } from "../../../test/light.ts";
import { rollout } from "../../../test/models.ts";
import { leadsTo, sometimes } from "../../invariants/index.ts";
import { type Model, Run } from "../../model/index.ts";
import { Explorer, exploreGuided, type GuidedCheckpoint, GuidedExplorer, type GuidedOptions } from "../index.ts";

/** Stops a search each time so many runs have been played, and goes on from what was kept of it, in a new run of the model. */
function inSessions(model: Model, options: GuidedOptions, every: number) {
  let resume: GuidedCheckpoint | undefined;
  for (let sessions = 1; ; sessions++) {
    let left = every;
    const onProgress = () => --left > 0;
    const more = resume === undefined ? {} : { resume };
    const explorer = new GuidedExplorer(new Run(model), { ...options, ...more, onProgress });
    const exploration = explorer.search();
    if (left > 0) return { sessions, ...exploration };
    resume = JSON.parse(JSON.stringify(explorer.checkpoint())) as GuidedCheckpoint;
  }
}

const on = controller("on", (now) => (now === "off" || now === "red" ? "on" : undefined));
const red = controller("red", (now) => (now === "off" ? "red" : undefined));
const redLeadsTo = (colour: string) =>
  leadsTo(
    `red leads to ${colour}`,
    (at) => colourIn(at) === "red",
    (at) => colourIn(at) === colour || "not yet",
  );

describe("a guided search that is stopped again and again comes to the same as one that is not", () => {
  test.each<[string, Model, GuidedOptions, number]>([
    ["one perturbation", rollout(2, { faults: { controllerCrash: 1 } }), { perturbations: 1 }, 7],
    ["nodes that are not interchangeable", rollout(2), { perturbations: 1, symmetry: false }, 5],
    ["all of a small model", light([on, red], []), { perturbations: 9 }, 1],
    ["what is owed and comes", light([on, red], [redLeadsTo("on")]), { perturbations: 9 }, 1],
    ["so many states", rollout(2), { perturbations: 2, maxStates: 200 }, 3],
  ])("%s", (_, model, options, every) => {
    const whole = exploreGuided(new Run(model), options);
    const { sessions, ...pieced } = inSessions(model, options, every);
    expect(pieced).toEqual(whole);
    expect(sessions).toBeGreaterThan(2);
  });

  test.each<[string, Model]>([
    ["redLeadsToGreen", light([on, red], [redLeadsTo("green")])],
    ["neverTwoOnNode", rollout(1, { faults: { twoLeaders: 1 } })],
  ])("one that finds %s finds the same", (_, model) => {
    const { sessions, ...pieced } = inSessions(model, {}, 1);
    expect(pieced.counterexample).toBeDefined();
    expect(pieced).toEqual(exploreGuided(new Run(model)));
    expect(sessions).toBeGreaterThan(1);
  });

  test("what has been seen sometimes stays seen", () => {
    const seen = ["red", "green"].map((colour) => sometimes(colour, (at) => colourIn(at) === colour || "no"));
    expect(inSessions(light([on, red], seen), { perturbations: 9 }, 1).neverSeen).toEqual(["green"]);
  });
});

test("it goes on with more perturbations than it had", () => {
  const model = rollout(1);
  const explorer = new GuidedExplorer(new Run(model), { perturbations: 1 });
  expect(explorer.search()).toMatchObject({ perturbations: 1, complete: false });
  const more = exploreGuided(new Run(model), { perturbations: 2, resume: explorer.checkpoint() });
  expect(more).toEqual(exploreGuided(new Run(model), { perturbations: 2 }));
});

test("what has been found stays found", () => {
  const model = light([on, red], [redLeadsTo("green")]);
  const explorer = new GuidedExplorer(new Run(model));
  const found = explorer.search();
  expect(exploreGuided(new Run(model), { resume: explorer.checkpoint() })).toEqual(found);
});

test("a checkpoint of another search is refused", () => {
  const explorer = new GuidedExplorer(new Run(rollout(1)), { perturbations: 0 });
  explorer.search();
  const resume = explorer.checkpoint();
  const going = (model: Model, options: GuidedOptions) => () => exploreGuided(new Run(model), { resume, ...options });
  expect(going(rollout(2), {})).toThrow(
    new RangeError('the checkpoint is of the model "rollout" as it was before it was changed'),
  );
  expect(going(rollout(1), { symmetry: false })).toThrow(
    new RangeError("the checkpoint is of a search whose symmetry is true, and not false"),
  );
  const other = new Explorer(new Run(rollout(1))).checkpoint() as unknown as GuidedCheckpoint;
  expect(going(rollout(1), { resume: other })).toThrow('whose by is undefined, and not "guided"');
  expect(() => new Explorer(new Run(rollout(1)), { resume: resume as never })).toThrow("whose order is undefined");
});
