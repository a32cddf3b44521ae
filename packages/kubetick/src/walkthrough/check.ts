import { createTwoFilesPatch } from "diff";
import type { Played } from "./player.ts";

/** In a console block, a line of only this stands for any lines. */
const ANY_LINES = "...";

/** How the output of a command differs from what the document shows; undefined where it does not. */
export function differenceOf({ command, expected, output }: Played): string | undefined {
  const actual = linesOf(output);
  const wanted = withoutBlankEnd(expected);
  if (matches(actual, wanted)) return undefined;
  const patch = createTwoFilesPatch(
    "in the document",
    "now",
    `${wanted.join("\n")}\n`,
    `${actual.join("\n")}\n`,
    undefined,
    undefined,
    { context: 3 },
  );
  return `$ ${command}\n${patch.split("\n").slice(1).join("\n")}`;
}

function linesOf(output: string): string[] {
  return withoutBlankEnd(output.split("\n").map((line) => line.trimEnd()));
}

function withoutBlankEnd(lines: readonly string[]): string[] {
  const kept = lines.map((line) => line.trimEnd());
  while (kept.at(-1) === "") kept.pop();
  return kept;
}

/** Whether the lines are those wanted, where `ANY_LINES` may stand for any number of them. */
function matches(actual: readonly string[], wanted: readonly string[]): boolean {
  const open = wanted.indexOf(ANY_LINES);
  if (open < 0) return actual.length === wanted.length && startsWith(actual, wanted);
  if (!startsWith(actual, wanted.slice(0, open))) return false;
  const rest = wanted.slice(open + 1);
  for (let from = open; from <= actual.length; from++) if (matches(actual.slice(from), rest)) return true;
  return false;
}

function startsWith(lines: readonly string[], start: readonly string[]): boolean {
  return start.every((line, at) => lines[at] === line);
}
