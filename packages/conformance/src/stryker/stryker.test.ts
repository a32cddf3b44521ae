import { expect, test } from "vitest";
import { strykers } from "../report/strykers.ts";
import { problemsOf } from "./explained.ts";
import { learn } from "./learn.ts";
import { named } from "./mutants.ts";
import { Planner } from "./plan.ts";
import { misfits, type Outcome } from "./result.ts";
import { groupsOf, rotated, Trials } from "./trials.ts";
import type { Ask } from "./worker.ts";

const MUTANT = {
  number: "7",
  range: [10, 14] as const,
  file: "limits.ts",
  line: 3,
  column: 1,
  mutator: "BooleanLiteral",
  original: "true",
  replacement: "false",
};
const outcome = (id: string, status: Outcome["status"], by: string | null): Outcome => {
  return { id: `limits.ts: ${id}`, status, by };
};

test("mutants that are alike are numbered in the order of the code", () => {
  const ids = named([MUTANT, { ...MUTANT, line: 9 }, { ...MUTANT, file: "stage.ts" }]).map(({ id }) => id);
  expect(ids).toEqual([
    "limits.ts: true -> false (BooleanLiteral)",
    "limits.ts: true -> false (BooleanLiteral) #2",
    "stage.ts: true -> false (BooleanLiteral)",
  ]);
});

test("a survivor without an explanation is a problem, and so is an explanation without a survivor", () => {
  const outcomes = [outcome("a", "caught", "one"), outcome("b", "survived", null), outcome("c", "uncovered", null)];
  const explanations = [{ reason: "So.", mutants: ["limits.ts: a", "limits.ts: c", "gone"] }];
  expect(problemsOf(explanations, outcomes)).toEqual([
    "does not survive, but is explained: limits.ts: a",
    "does not survive, but is explained: gone",
    "survives, and nobody knows why: limits.ts: b",
  ]);
  const twice = [{ reason: "So.", mutants: ["limits.ts: b", "limits.ts: c", "limits.ts: c"] }];
  expect(problemsOf(twice, outcomes)).toEqual(["is explained twice: limits.ts: c"]);
});

test("only scenarios that come by a mutant are played: what tells often first, the quickest first", () => {
  const scenarios = ["slow", "quick", "elsewhere", "often"].map((name) => ({ name, about: "", rules: [], steps: [] }));
  const took = new Map(Object.entries({ slow: 90, quick: 10, elsewhere: 1, often: 50 }));
  const hits = new Map<string, Record<string, number>>([
    ["slow", { 7: 1 }],
    ["quick", { 7: 2 }],
    ["elsewhere", { 8: 1 }],
    ["often", { 7: 1 }],
  ]);
  const planner = new Planner(scenarios, { atLoad: { 9: 1 }, hits, took, steps: took }, [
    outcome("a", "caught", "often"),
    outcome("a again", "caught", "often"),
    outcome("b", "caught", "slow"),
  ]);
  const named = (number: string) => planner.scenariosFor([{ ...MUTANT, number, id: "a" }]).map(({ name }) => name);
  expect(named("7")).toEqual(["often", "slow", "quick"]);
  expect(named("8")).toEqual(["elsewhere"]);
  // It has its effect while modules are loaded: any scenario that uses the component may tell.
  expect(named("9")).toEqual(["often", "slow", "elsewhere", "quick"]);
  expect(named("10")).toEqual([]);
  const toldBefore = planner.scenariosFor([{ ...MUTANT, number: "7", id: "limits.ts: b" }]);
  expect(toldBefore.map(({ name }) => name)).toEqual(["slow", "often", "quick"]);
});

test("mutants that are near each other are in different groups, and another round has other groups", () => {
  const mutants = ["a", "b"].flatMap((file) =>
    [1, 2, 3].map((line) => ({ ...MUTANT, id: `${file}${line}`, file, line })),
  );
  const ids = (round: number) =>
    groupsOf(rotated(mutants, round), () => false).map((group) => group.map(({ id }) => id).join(" "));
  expect(ids(0)).toEqual(["a1 b1", "a2 b2", "a3 b3"]);
  expect(ids(1)).toEqual(["a2 b3", "a3 b1", "a1 b2"]);
  const far = [1, 20, 26, 51, 90].map((line) => ({ ...MUTANT, id: "", line }));
  const lines = (groups: readonly (readonly { line: number }[])[]) =>
    groups.map((each) => each.map(({ line }) => line));
  expect(lines(groupsOf(far, () => false))).toEqual([
    [1, 26, 51],
    [20, 90],
  ]);
  // In constants, which are made at load, only what is within another is kept apart.
  const nested = far.map((mutant) => ({
    ...mutant,
    range: mutant.line === 20 ? ([0, 99] as const) : ([mutant.line, mutant.line + 1] as const),
  }));
  expect(lines(groupsOf(nested, () => true))).toEqual([[1, 26, 51, 90], [20]]);
});

/** Trials whose scenarios differ when `differs` says so: it is asked with each mutant and seed. */
function trialsWhere(
  names: readonly string[],
  differs: (scenario: string, mutants: readonly string[], time: number) => boolean,
) {
  const scenarios = names.map((name) => ({ name, about: "", rules: [], steps: [] }));
  const ofEach = <T>(value: T) => new Map(names.map((name) => [name, value]));
  const hits = ofEach({ 7: 1, 8: 1 });
  const planner = new Planner(scenarios, { atLoad: {}, hits, took: ofEach(1), steps: ofEach(1) }, []);
  const played: string[] = [];
  const play = async ({ scenario, mutants }: Ask) => {
    played.push(scenario.name);
    const time = played.filter((name) => name === scenario.name).length;
    const at = differs(scenario.name, mutants, time) ? "point 1" : undefined;
    return { differs: at, endless: false, ms: 1, steps: 1, atLoad: {}, hits: {} };
  };
  return { trials: new Trials(planner, () => ({ play, close: () => {} })), played };
}

test("a scenario whose outcome depends on the seed is left out", async () => {
  const scenarios = ["sound", "by luck"].map((name) => ({ name, about: "", rules: [], steps: [] }));
  const play = async ({ scenario, seed }: Ask) => {
    const differs = scenario.name === "by luck" && seed % 2 === 0 ? "point 1" : undefined;
    return { differs, endless: false, ms: 3, steps: 20, atLoad: { 9: 1 }, hits: { 7: 1 } };
  };
  const learnt = await learn(scenarios, { play });
  expect([...learnt.hits]).toEqual([["sound", { 7: 1 }]]);
  expect([...learnt.steps]).toEqual([["sound", 20]]);
});

test("a scenario tells of a mutant only if it differs with each of several seeds", async () => {
  const { trials, played } = trialsWhere(["by luck", "always"], (name, _, time) => name === "always" || time !== 3);
  const mutant = { ...MUTANT, id: "limits.ts: a" };
  expect(await trials.alone(mutant, 2)).toEqual({ status: "caught", by: "always" });
  expect(played).toEqual([...Array(3).fill("by luck"), ...Array(4).fill("always")]);
});

test("of mutants that are played together the one that a scenario tells of is found", async () => {
  const { trials } = trialsWhere(["silent", "telling"], (name, mutants) => name === "telling" && mutants.includes("8"));
  const [sound, wrong] = [
    { ...MUTANT, id: "limits.ts: a" },
    { ...MUTANT, id: "limits.ts: b", number: "8" },
  ];
  const fates = await trials.together([sound, wrong]);
  expect(fates.get(sound)).toEqual({ status: "survived", by: null });
  expect(fates.get(wrong)).toEqual({ status: "caught", by: "telling" });
});

test("outcomes must be of the mutants that there are", () => {
  const gone = outcome("gone", "caught", "one");
  expect(misfits([{ ...MUTANT, id: "here" }], [gone])).toEqual([
    "has not been run: here",
    "is no longer there: limits.ts: gone",
  ]);
});

test("the report counts by file, and says why", () => {
  const outcomes = [outcome("a", "caught", "one"), outcome("b", "survived", null), outcome("c", "timeout", "one")];
  const text = strykers(outcomes, [{ reason: "So.", mutants: ["limits.ts: b"] }]);
  expect(text).toContain("| limits.ts |       3 |      2 | 66.6 % |         1 |             0 |");
  expect(text).toContain("| So.                   |       1 | limits.ts |");
});
