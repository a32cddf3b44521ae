import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { By, Hunt } from "./hunt.ts";

export const FOUND = fileURLToPath(new URL("../../found", import.meta.url));

export type Hunts = Readonly<Record<By, Hunt>>;

/** What was found, by target: committed, and shown in docs/upstream-bugs-found.md. */
export type Result = Readonly<Record<string, Hunts>>;

const FILE = join(FOUND, "result.json");

export function readResult(): Result {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
}

export function writeResult(result: Result): void {
  writeFileSync(FILE, `${JSON.stringify(result, null, 2)}\n`);
}

/** Where two results differ, but for the time that it took. */
export function differences(before: Hunts | undefined, now: Hunts): readonly string[] {
  return (["random", "explore"] as const).flatMap((by) => {
    const [was, is] = [before?.[by], now[by]].map((hunt) => JSON.stringify({ ...hunt, seconds: 0 }));
    return was === is ? [] : [`by ${by}: it was ${brief(before?.[by])}, and is ${brief(now[by])}`];
  });
}

function brief(hunt: Hunt | undefined): string {
  if (hunt === undefined) return "not tried";
  const { found, looked } = hunt;
  if (found === null) return `not found among ${looked}`;
  return `${found.invariant} (${found.situation}), after ${looked}, ${found.lines} lines, ${found.steps} steps`;
}
