import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MUTATIONS, type Mutation, type MutationFile } from "./mutations.ts";

/** What a mutation came to. */
export interface Outcome {
  readonly rule: string;
  readonly wrong: string;
  /** The scenario that told; null where none did. */
  readonly caughtBy: string | null;
}

/** The last run of each mutation, by component: committed, and read by the report. */
export type MutationResult = Readonly<Record<string, readonly Outcome[]>>;

const FILE = join(MUTATIONS, "result.json");

export function readResult(): MutationResult {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
}

/** Writes down what has been run now, and keeps the rest, in the order of the mutations. */
export function writeResult(files: readonly MutationFile[], before: MutationResult, now: MutationResult): void {
  const merged = files.map(({ component, mutations }) => {
    const known = [...(now[component] ?? []), ...(before[component] ?? [])];
    return [component, mutations.flatMap((mutation) => known.find((each) => isOf(each, mutation)) ?? [])];
  });
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(merged), null, 2)}\n`);
}

export function isOf(outcome: Outcome, { rule, wrong }: Mutation): boolean {
  return outcome.rule === rule && outcome.wrong === wrong;
}

export interface Share {
  readonly mutations: number;
  readonly caught: number;
  /** Not caught, and it says why. */
  readonly explained: number;
  /** Not caught, and nobody knows why. */
  readonly unexplained: number;
}

export function shareOf({ mutations }: MutationFile, outcomes: readonly Outcome[]): Share {
  const survivors = outcomes.filter(({ caughtBy }) => caughtBy === null);
  const explained = survivors.filter((survivor) => explanationOf(survivor, mutations) !== undefined).length;
  return {
    mutations: outcomes.length,
    caught: outcomes.length - survivors.length,
    explained,
    unexplained: survivors.length - explained,
  };
}

export function explanationOf(outcome: Outcome, mutations: readonly Mutation[]): string | undefined {
  return mutations.find((mutation) => isOf(outcome, mutation))?.survives;
}
