import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { filesFrom } from "./files.ts";
import type { Terminal } from "./terminal.ts";
import { differenceOf } from "./walkthrough/check.ts";
import { type Part, parseWalkthrough } from "./walkthrough/document.ts";
import { type Played, playWalkthrough } from "./walkthrough/player.ts";
import { withOutputs } from "./walkthrough/update.ts";

export interface RunOptions {
  /** Compare the output with what the file shows, in place of printing it. */
  readonly check?: boolean;
  /** Write the output into the file, in place of what it shows. */
  readonly update?: boolean;
  /** Print the final state's hash as the last line. */
  readonly hash?: boolean;
  readonly seed?: number;
}

/** `kubetick run FILE`: plays a walkthrough. Returns the exit code. */
export function runWalkthrough(
  file: string,
  { check, update, hash, seed }: RunOptions,
  { out: print, stdin }: Pick<Terminal, "out" | "stdin">,
): number {
  const markdown = readFileSync(file, "utf8");
  const parts = parseWalkthrough(markdown);
  const all: Played[] = [];
  const silent = check || update;
  const differences: string[] = [];
  const onPlayed = (played: Played) => {
    all.push(played);
    if (update) return undefined;
    if (!check)
      return print(
        `$ ${played.command}\n${played.output}${played.output.endsWith("\n") || played.output === "" ? "" : "\n"}\n`,
      );
    const difference = differenceOf(played);
    if (difference !== undefined) differences.push(difference);
  };
  const onPart = (part: Part) => {
    if (!silent && part.type === "text" && part.text.trim() !== "") print(`${part.text.trim()}\n\n`);
  };
  const files = filesFrom(dirname(file), stdin);
  const cluster = playWalkthrough(parts, { ...files, onPlayed, onPart, ...(seed === undefined ? {} : { seed }) });
  if (check)
    print(
      differences.length > 0
        ? `${differences.join("\n")}\n${file}: ${differences.length} of ${all.length} commands print something else\n`
        : `${file}: ${all.length} commands print what it shows\n`,
    );
  if (update) writeFileSync(file, withOutputs(markdown, all));
  if (hash) print(`${cluster.hash()}\n`);
  return differences.length > 0 ? 1 : 0;
}
