import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MUTATIONS } from "./mutations.ts";

/** What a mutation came to. */
export interface Outcome {
  readonly rule: string;
  readonly wrong: string;
  /** The scenario that told. */
  readonly caughtBy?: string;
  /** Why none could. With neither, the mutation survived, and nobody knows why. */
  readonly explained?: string;
}

/** The last recorded run, by component: committed, and read by the report. */
export type MutationResult = Readonly<Record<string, readonly Outcome[]>>;

const FILE = join(MUTATIONS, "result.json");

export function readResult(): MutationResult {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
}

export function writeResult(result: MutationResult): void {
  writeFileSync(FILE, `${JSON.stringify(result, null, 2)}\n`);
}

export interface Share {
  readonly mutations: number;
  readonly caught: number;
  readonly explained: number;
  readonly survived: number;
}

export function shareOf(outcomes: readonly Outcome[]): Share {
  const caught = outcomes.filter(({ caughtBy }) => caughtBy !== undefined).length;
  const explained = outcomes.filter((each) => each.caughtBy === undefined && each.explained !== undefined).length;
  return { mutations: outcomes.length, caught, explained, survived: outcomes.length - caught - explained };
}
