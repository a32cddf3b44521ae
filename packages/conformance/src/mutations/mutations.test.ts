import { expect, test } from "vitest";
import { type MutationFile, problemsOf, readMutations } from "./mutations.ts";
import { shareOf } from "./result.ts";
import { edited } from "./sandbox.ts";

const RIGHT = { rule: "DS-LIMIT-01", wrong: "This.", edits: [] };
const FILE: MutationFile = {
  component: "daemonset",
  rules: "components/event-ttl/RULES.md",
  scenarios: [],
  none: {},
  mutations: [RIGHT, { rule: "DS-LIMIT-01", wrong: "That.", edits: [], survives: "So." }],
};

test("every rule has a mutation, or a reason for having none", () => {
  expect(readMutations().flatMap(problemsOf)).toEqual([]);
});

test("a rule without a mutation is a problem, and so is a mutation without a rule", () => {
  const problems = problemsOf(FILE);
  expect(problems).toContain("daemonset: there is no rule DS-LIMIT-01");
  expect(problems.some((problem) => /has no mutation$/.test(problem))).toBe(true);
});

test("a text that occurs as often as stated is replaced", () => {
  expect(edited("a + a", { file: "x.js", from: "a", to: "b", times: 2 })).toBe("b + b");
  expect(() => edited("a + a", { file: "x.js", from: "a", to: "b" })).toThrow('x.js: "a" occurs 2 times, not 1');
});

test("who survives counts as explained if it says why", () => {
  const outcomes = [
    { rule: "DS-LIMIT-01", wrong: "This.", caughtBy: null },
    { rule: "DS-LIMIT-01", wrong: "That.", caughtBy: null },
    { rule: "DS-LIMIT-01", wrong: "This.", caughtBy: "daemonset/create" },
  ];
  expect(shareOf(FILE, outcomes)).toEqual({ mutations: 3, caught: 1, explained: 1, unexplained: 1 });
});
