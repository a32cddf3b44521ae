import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { CORE_SOURCES } from "../mutations/mutations.ts";

/** The component whose files are changed: a folder below `packages/core/src`. */
export const COMPONENT = "components/daemonset";

/** One small change that Stryker makes to the code. */
export interface Mutant {
  /** Stryker's number of it, in the instrumented code. Another one after each change of the code. */
  readonly number: string;
  /** From which character of the file up to which one. */
  readonly range: readonly [number, number];
  /** What names it from run to run, wherever the line has moved: `limits.ts: desired > 0 -> true (ConditionalExpression)`. */
  readonly id: string;
  /** Below the component. */
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly mutator: string;
  /** Without line breaks; the middle of a long one is left out. */
  readonly original: string;
  readonly replacement: string;
}

/** The component's files with all mutants in them, each behind a switch, and the mutants. */
export interface Instrumented {
  readonly files: readonly { readonly file: string; readonly text: string }[];
  readonly mutants: readonly Mutant[];
}

type Made = Awaited<ReturnType<Instrumenter["instrument"]>>["mutants"][number];

const nothing = () => {};
const no = () => false;
const QUIET = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
};

export async function instrumented(): Promise<Instrumented> {
  const sources = sourceFiles().map((name) => {
    return { name, mutate: true, content: readFileSync(join(CORE_SOURCES, COMPONENT, name), "utf8") };
  });
  const options = { plugins: null, ignorers: [], excludedMutations: [] };
  const { files, mutants } = await new Instrumenter(QUIET).instrument(sources, options);
  const texts = new Map(sources.map(({ name, content }) => [name, content]));
  return {
    files: files.map(({ name, content }) => ({ file: name, text: content })),
    mutants: named(mutants.map((made) => mutantOf(made, texts.get(made.fileName) as string))),
  };
}

function sourceFiles(): string[] {
  return readdirSync(join(CORE_SOURCES, COMPONENT))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .sort();
}

function mutantOf({ id, fileName, location, mutatorName, replacement }: Made, text: string): Omit<Mutant, "id"> {
  const [from, to] = [offsetOf(text, location.start), offsetOf(text, location.end)];
  return {
    number: id,
    range: [from, to],
    file: fileName,
    line: location.start.line + 1,
    column: location.start.column + 1,
    mutator: mutatorName,
    original: abridged(text.slice(from, to)),
    replacement: abridged(replacement ?? ""),
  };
}

function offsetOf(text: string, { line, column }: { line: number; column: number }): number {
  const before = text.split("\n").slice(0, line);
  return before.reduce((sum, each) => sum + each.length + 1, 0) + column;
}

const LONGEST = 100;

function abridged(code: string): string {
  const line = code.replaceAll(/\s+/g, " ");
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST * 0.7)} … ${line.slice(-LONGEST * 0.3)}`;
}

/** Those that are alike are numbered, in the order of the code. */
export function named(mutants: readonly Omit<Mutant, "id">[]): Mutant[] {
  const seen = new Map<string, number>();
  return mutants.map((mutant) => {
    const { file, original, replacement, mutator } = mutant;
    const text = `${file}: ${original} -> ${replacement} (${mutator})`;
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return { ...mutant, id: times === 1 ? text : `${text} #${times}` };
  });
}
