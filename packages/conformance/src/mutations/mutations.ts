import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** One text in one compiled file of the core, and what to put in its place. */
export interface Edit {
  /** Below `packages/core/dist`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** How often `from` occurs; 1 by default. All are replaced. */
  readonly times?: number;
}

/** A rule that is deliberately wrong. */
export interface Mutation {
  readonly rule: string;
  /** What is wrong, in a sentence. */
  readonly wrong: string;
  readonly edits: readonly Edit[];
  /** Why no recorded scenario can tell. */
  readonly survives?: string;
}

/** The mutations of one component: a file in `mutations/`. */
export interface MutationFile {
  /** `daemonset`. */
  readonly component: string;
  /** The component's RULES.md, below `packages/core/src`. */
  readonly rules: string;
  /** The scenarios that are to tell: names, or beginnings of them. */
  readonly scenarios: readonly string[];
  /** Rules without a mutation, and why. */
  readonly none: Readonly<Record<string, string>>;
  readonly mutations: readonly Mutation[];
}

interface WrittenMutation extends Omit<Mutation, "edits">, Edit {
  /** Further edits that belong to it. */
  readonly and?: readonly Edit[];
}

const here = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const MUTATIONS = here("mutations");
export const CORE_SOURCES = here("../core/src");

export function readMutations(): MutationFile[] {
  return readdirSync(MUTATIONS)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => {
      const read = parse(readFileSync(join(MUTATIONS, file), "utf8"));
      return { ...read, component: file.replace(/\.yaml$/, ""), mutations: read.mutations.map(asMutation) };
    });
}

function asMutation({ file, from, to, times = 1, and = [], ...rest }: WrittenMutation): Mutation {
  return { ...rest, edits: [{ file, from, to, times }, ...and] };
}

/** The IDs of the rules of a RULES.md below `packages/core/src`, in its order. */
export function ruleIds(rules: string): string[] {
  const rows = readFileSync(join(CORE_SOURCES, rules), "utf8").matchAll(/^\| ([A-Z]+(?:-[A-Z0-9]+)*-\d+[a-z]?) +\|/gm);
  return [...rows].map(([, id]) => id as string);
}

/** What is wrong with the files of mutations themselves: rules without any, rules that are not there. */
export function problemsOf({ component, rules, none, mutations }: MutationFile): string[] {
  const ids = ruleIds(rules);
  const named = new Set([...Object.keys(none), ...mutations.map(({ rule }) => rule)]);
  const without = ids.filter((id) => !named.has(id)).map((id) => `${component}: ${id} has no mutation`);
  const unknown = [...named].filter((id) => !ids.includes(id)).map((id) => `${component}: there is no rule ${id}`);
  return [...without, ...unknown];
}
