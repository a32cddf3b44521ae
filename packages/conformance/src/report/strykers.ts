import { type Explanation, survivorsOf } from "../stryker/explained.ts";
import { fileOf, isCaught, type Outcome } from "../stryker/result.ts";
import { percent } from "./mutated.ts";
import { table } from "./table.ts";

/** What the recorded run of `conformance:stryker` came to: a table by file, and why what was not caught was not. */
export function strykers(outcomes: readonly Outcome[], explanations: readonly Explanation[]): string {
  const files = [...new Set(outcomes.map(fileOf))];
  const rows = files.map((file) =>
    row(
      file,
      outcomes.filter((each) => fileOf(each) === file),
      explanations,
    ),
  );
  const head = ["file", "mutants", "caught", "share", "explained", "not explained"];
  const reasons = explanations.map(({ reason, mutants }) => [reason, mutants.length, filesOf(mutants)]);
  return [
    table([head, ...rows, row("all", outcomes, explanations)]),
    `Not caught:\n\n${table([["why no scenario tells", "mutants", "in"], ...reasons])}`,
  ].join("\n\n");
}

function row(name: string, outcomes: readonly Outcome[], explanations: readonly Explanation[]): (string | number)[] {
  const caught = outcomes.filter(isCaught).length;
  const { explained, unexplained } = survivorsOf(outcomes, explanations);
  return [name, outcomes.length, caught, percent(caught, outcomes.length), explained.length, unexplained.length];
}

/** `limits.ts 4, status.ts`: how many are in each file, where there is more than one. */
function filesOf(ids: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(fileOf({ id }), (counts.get(fileOf({ id })) ?? 0) + 1);
  return [...counts].map(([file, count]) => (count === 1 ? file : `${file} ${count}`)).join(", ");
}
