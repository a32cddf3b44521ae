import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MUTATIONS } from "../mutations/mutations.ts";
import type { Mutant } from "./mutants.ts";

/** What a mutant came to. */
export interface Outcome extends Omit<Mutant, "number" | "range"> {
  /** `timeout`: no end came, which counts as caught. `uncovered`: it survived, as no scenario comes by. */
  readonly status: "caught" | "timeout" | "survived" | "uncovered";
  /** The scenario that told; null where none did. */
  readonly by: string | null;
}

const FILE = join(MUTATIONS, "stryker/result.json");

export function readOutcomes(): Outcome[] {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : [];
}

/** Writes down what is known of these mutants, in their order, with the lines where they are now. */
export function writeOutcomes(mutants: readonly Mutant[], known: ReadonlyMap<string, Outcome>): void {
  const outcomes = mutants.flatMap(({ number: _n, range: _r, ...mutant }) => {
    const { status, by } = known.get(mutant.id) ?? {};
    return status === undefined ? [] : [{ ...mutant, status, by }];
  });
  writeFileSync(FILE, `${JSON.stringify(outcomes, null, 2)}\n`);
}

export function isCaught({ status }: Pick<Outcome, "status">): boolean {
  return status === "caught" || status === "timeout";
}

/** Mutants that have not been run, and outcomes of mutants that are no longer there. */
export function misfits(mutants: readonly Mutant[], outcomes: readonly Outcome[]): string[] {
  const [there, known] = [new Set(mutants.map(({ id }) => id)), new Set(outcomes.map(({ id }) => id))];
  return [
    ...[...there].filter((id) => !known.has(id)).map((id) => `has not been run: ${id}`),
    ...[...known].filter((id) => !there.has(id)).map((id) => `is no longer there: ${id}`),
  ];
}
