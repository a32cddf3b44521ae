import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MUTATIONS } from "../mutations/mutations.ts";
import type { Mutant } from "./mutants.ts";

/** What a mutant came to. */
export interface Outcome {
  /** The mutant's. */
  readonly id: string;
  /** `timeout`: no end came, which counts as caught. `uncovered`: it survived, as no scenario comes by. */
  readonly status: "caught" | "timeout" | "survived" | "uncovered";
  /** The scenario that told; null where none did. */
  readonly by: string | null;
}

const FILE = join(MUTATIONS, "stryker/result.json");

/** By ID, what it came to: `survived`, or `caught by` a scenario. */
type Written = Readonly<Record<string, string>>;

const BY = " by ";

export function readOutcomes(): Outcome[] {
  if (!existsSync(FILE)) return [];
  const written: Written = JSON.parse(readFileSync(FILE, "utf8"));
  return Object.entries(written).map(([id, fate]) => {
    const [status, by = null] = fate.split(BY);
    return { id, status: status as Outcome["status"], by };
  });
}

/** Writes down what is known of these mutants, in their order: one line each. */
export function writeOutcomes(mutants: readonly Mutant[], known: ReadonlyMap<string, Outcome>): void {
  const outcomes = mutants.flatMap(({ id }) => known.get(id) ?? []);
  const written: Written = Object.fromEntries(
    outcomes.map(({ id, status, by }) => [id, by === null ? status : `${status}${BY}${by}`]),
  );
  writeFileSync(FILE, `${JSON.stringify(written, null, 2)}\n`);
}

/** The file that a mutant is in, which its ID begins with. */
export function fileOf({ id }: Pick<Mutant, "id">): string {
  return id.slice(0, id.indexOf(":"));
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
