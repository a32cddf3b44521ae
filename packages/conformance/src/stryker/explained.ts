import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { MUTATIONS } from "../mutations/mutations.ts";
import { isCaught, type Outcome } from "./result.ts";

/** Why some mutants survive. */
export interface Explanation {
  readonly reason: string;
  /** Their IDs. */
  readonly mutants: readonly string[];
}

export function readExplanations(): Explanation[] {
  return parse(readFileSync(join(MUTATIONS, "stryker/explained.yaml"), "utf8")) ?? [];
}

/** The IDs of those that were not caught. */
export function survivorsOf(
  outcomes: readonly Outcome[],
  explanations: readonly Explanation[],
): { readonly explained: readonly string[]; readonly unexplained: readonly string[] } {
  const why = new Set(explanations.flatMap(({ mutants }) => mutants));
  const survivors = outcomes.filter((outcome) => !isCaught(outcome)).map(({ id }) => id);
  return { explained: survivors.filter((id) => why.has(id)), unexplained: survivors.filter((id) => !why.has(id)) };
}

/** Survivors that no one explains, and explanations of what does not survive, or is not there, or is explained twice. */
export function problemsOf(explanations: readonly Explanation[], outcomes: readonly Outcome[]): string[] {
  const { explained, unexplained } = survivorsOf(outcomes, explanations);
  const ids = explanations.flatMap(({ mutants }) => mutants);
  const survive = new Set(explained);
  return [
    ...ids.filter((id) => !survive.has(id)).map((id) => `does not survive, but is explained: ${id}`),
    ...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `is explained twice: ${id}`),
    ...unexplained.map((id) => `survives, and nobody knows why: ${id}`),
  ];
}
