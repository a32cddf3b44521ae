import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Edit } from "../mutations/mutations.ts";
import { FOUND } from "./result.ts";

/** A DaemonSet controller with a mistake that somebody could make. */
export interface Mutant {
  readonly name: string;
  readonly wrong: string;
  readonly edits: readonly Edit[];
}

export function readMutants(): readonly Mutant[] {
  return parse(readFileSync(join(FOUND, "mutants.yaml"), "utf8"));
}
