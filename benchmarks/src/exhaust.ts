import { readFileSync } from "node:fs";
import { type Exploration, explore, Run } from "@kubetick/testing";
import { modelOf, SITUATIONS, type Situation, STRATEGIES, type Strategy } from "./situations.ts";

/**
 * Exhausts what can happen to a DaemonSet on three nodes, for each update strategy, with all stock invariants: the table in
 * docs/exploring.md. Prints exact numbers of states; takes hours, and less with some of what may happen in
 * words: `npm run bench:exhaust -- "an edit, a leave"`. With `--check`: computes the smaller numbers of the table anew, and fails where
 * one is another, or an invariant does not hold.
 */

const DOCS = new URL("../../docs/exploring.md", import.meta.url);

/** What is told of more states is not computed anew by `--check`. */
const MOST_CHECKED = 40_000;

/** More than by default: this is to be run where there is room. */
const REMEMBERED = 300_000;

const strategies = Object.keys(STRATEGIES) as Strategy[];

function exhausted(situation: Situation, strategy: Strategy): Exploration {
  const { order = "breadth" } = situation;
  const result = explore(new Run(modelOf(strategy, situation)), { order, rememberedParts: REMEMBERED });
  const { states, steps, depth, complete, counterexample } = result;
  const verdict = counterexample === undefined ? "all hold" : `${counterexample.invariant}: ${counterexample.fault}`;
  console.log(
    `${situation.what.padEnd(48)}${strategy.padEnd(16)}${String(states).padStart(8)} states ${String(steps).padStart(8)} steps ${String(depth).padStart(4)} deep  ${complete ? "complete" : "cut"}, ${verdict}`,
  );
  return result;
}

/** The numbers of a row of the table, in the order of the strategies. */
function told({ what }: Situation): readonly number[] {
  const row = readFileSync(DOCS, "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .find((cells) => cells[1] === what);
  if (row === undefined) throw new Error(`docs/exploring.md has no row "${what}"`);
  return strategies.map((_, at) => numberIn(row[at + 2] ?? ""));
}

/** The number that a cell tells; infinitely many where it says that it is not known. */
function numberIn(cell: string): number {
  if (cell === "given up" || cell === "not tried") return Number.POSITIVE_INFINITY;
  if (!/^[\d,]+$/.test(cell)) throw new Error(`docs/exploring.md has no number of states in "${cell}"`);
  return Number(cell.replaceAll(",", ""));
}

function isAsTold(situation: Situation, strategy: Strategy, number: number): boolean {
  const { states, complete } = exhausted(situation, strategy);
  const isSame = complete && states === number;
  if (!isSame) console.error(`  docs/exploring.md says ${number}`);
  return isSame;
}

function check(): void {
  const wrong = SITUATIONS.flatMap((situation) =>
    told(situation).filter(
      (number, at) => number <= MOST_CHECKED && !isAsTold(situation, strategies[at] as Strategy, number),
    ),
  );
  if (wrong.length > 0) process.exitCode = 1;
}

const [only = ""] = process.argv.slice(2);
if (only === "--check") check();
else
  for (const situation of SITUATIONS.filter(({ what }) => what.includes(only)))
    for (const strategy of strategies) exhausted(situation, strategy);
