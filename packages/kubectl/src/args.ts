import { parseBool, parseDuration, parseInteger, readCsv } from "./args-values.ts";
import { KubectlError } from "./command-error.ts";

export type FlagKind = "bool" | "string" | "int" | "duration" | "slice" | "array";

export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly kind: FlagKind;
  /** The text of its default. */
  readonly initial: string;
  /** The value of the flag where it is given without one; undefined where it needs one. */
  readonly bare?: string;
}

const LINE = /^(?:-(\w), )?--([\w-]+)=(.*?)(?:~(.*))?$/;

/**
 * Flags as `kubectl --help` lists them: `-f, --filename=[]`. The default shows the kind: `false`, `''`, `0`, `0s`, `[]`
 * (a comma-separated list that can be repeated), `[...]` (a list of whole values). After `~` comes the value of a flag without one.
 */
export function flags(...lines: readonly string[]): readonly Flag[] {
  return lines.map((line) => {
    const [, short, name = "", value = "", bare] = LINE.exec(line) ?? [];
    const kind = kindOf(value);
    const initial = kind === "string" ? value.slice(1, -1) : value;
    const without = kind === "bool" ? "true" : bare;
    return { name, kind, initial, ...(short && { short }), ...(without !== undefined && { bare: without }) };
  });
}

function kindOf(value: string): FlagKind {
  if (value === "true" || value === "false") return "bool";
  if (value === "[]") return "slice";
  if (value === "[...]") return "array";
  if (value.startsWith("'")) return "string";
  return /^\d+s$/.test(value) ? "duration" : "int";
}

/** What a command line says: the flags' values, and the other words. */
export class ParsedArgs {
  readonly #flags: ReadonlyMap<string, Flag>;
  readonly #given: ReadonlyMap<string, readonly string[]>;
  readonly args: readonly string[];
  /** How many arguments came before `--`; -1 where there was none. */
  readonly dash: number;

  constructor(
    table: readonly Flag[],
    given: ReadonlyMap<string, readonly string[]>,
    args: readonly string[],
    dash: number,
  ) {
    this.#flags = new Map(table.map((flag) => [flag.name, flag]));
    this.#given = given;
    this.args = args;
    this.dash = dash;
  }

  /** Whether the command line gave the flag. */
  changed(name: string): boolean {
    return this.#given.has(name);
  }

  /** Whether the command has this flag. */
  has(name: string): boolean {
    return this.#flags.has(name);
  }

  /** The last value given, or the default; `""` where the command has no such flag. */
  text(name: string): string {
    return this.#given.get(name)?.at(-1) ?? this.#flags.get(name)?.initial ?? "";
  }

  bool(name: string): boolean {
    return parseBool(this.text(name)) ?? false;
  }

  int(name: string): number {
    return parseInteger(this.text(name)) ?? 0;
  }

  /** Milliseconds. */
  duration(name: string): number {
    return parseDuration(this.text(name) || "0s") ?? 0;
  }

  list(name: string): readonly string[] {
    const given = this.#given.get(name) ?? [];
    return this.#flags.get(name)?.kind === "slice" ? given.flatMap((value) => readCsv(value) ?? []) : given;
  }
}

/**
 * Reads a command line against a table of flags. `path` is the command's full name, for messages.
 * Source: github.com/spf13/pflag flag.go parseArgs; k8s.io/kubectl pkg/cmd/util FlagErrorFunc.
 * @throws KubectlError with kubectl's own text.
 */
export function parseArgs(words: readonly string[], table: readonly Flag[], path: string): ParsedArgs {
  const parser = new Parser(table, path);
  const args: string[] = [];
  let dash = -1;
  while (parser.next < words.length) {
    const word = words[parser.next++] ?? "";
    if (word === "--") {
      dash = args.length;
      args.push(...words.slice(parser.next));
      break;
    }
    if (word.startsWith("--")) parser.long(word, words);
    else if (word.startsWith("-") && word !== "-") parser.shorts(word.slice(1), words);
    else args.push(word);
  }
  return new ParsedArgs(table, parser.given, args, dash);
}

class Parser {
  next = 0;
  readonly given = new Map<string, string[]>();
  readonly #table: readonly Flag[];
  readonly #path: string;

  constructor(table: readonly Flag[], path: string) {
    this.#table = table;
    this.#path = path;
  }

  long(word: string, words: readonly string[]): void {
    const body = word.slice(2);
    if (body.startsWith("-") || body.startsWith("=")) this.#fail(`bad flag syntax: ${word}`);
    const equals = body.indexOf("=");
    const name = equals < 0 ? body : body.slice(0, equals);
    const flag = this.#table.find((f) => f.name === name.replaceAll("_", "-"));
    if (flag === undefined) this.#fail(`unknown flag: --${name}`);
    const value = equals < 0 ? (flag.bare ?? words[this.next++]) : body.slice(equals + 1);
    if (value === undefined) this.#fail(`flag needs an argument: --${name}`);
    this.#set(flag, value);
  }

  shorts(group: string, words: readonly string[]): void {
    let rest = group;
    while (rest !== "") {
      const letter = rest.charAt(0);
      const flag = this.#table.find((f) => f.short === letter);
      if (flag === undefined) this.#fail(`unknown shorthand flag: '${letter}' in -${rest}`);
      const [value, after] = this.#shortValue(flag, rest, words);
      this.#set(flag, value);
      rest = after;
    }
  }

  #shortValue(flag: Flag, rest: string, words: readonly string[]): [value: string, rest: string] {
    if (rest.length > 2 && rest.charAt(1) === "=") return [rest.slice(2), ""];
    if (flag.bare !== undefined) return [flag.bare, rest.slice(1)];
    if (rest.length > 1) return [rest.slice(1), ""];
    const value = words[this.next++];
    if (value === undefined) this.#fail(`flag needs an argument: '${flag.short}' in -${rest}`);
    return [value, ""];
  }

  #set(flag: Flag, value: string): void {
    const cause = invalid(flag.kind, value);
    const name = flag.short === undefined ? `--${flag.name}` : `-${flag.short}, --${flag.name}`;
    if (cause !== undefined) this.#fail(`invalid argument ${JSON.stringify(value)} for "${name}" flag: ${cause}`);
    const values = this.given.get(flag.name);
    if (values === undefined) this.given.set(flag.name, [value]);
    else values.push(value);
  }

  #fail(message: string): never {
    throw new KubectlError(`${message}\nSee '${this.#path} --help' for usage.`);
  }
}

/** Why a flag of this kind cannot have this value, as Go's strconv says it. */
function invalid(kind: FlagKind, value: string): string | undefined {
  const quoted = JSON.stringify(value);
  if (kind === "bool" && parseBool(value) === undefined) return `strconv.ParseBool: parsing ${quoted}: invalid syntax`;
  if (kind === "int" && parseInteger(value) === undefined) return `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
  if (kind === "int" && !isInt64(parseInteger(value) ?? 0))
    return `strconv.ParseInt: parsing ${quoted}: value out of range`;
  if (kind === "duration" && parseDuration(value) === undefined) return durationError(value);
  if (kind === "slice" && readCsv(value) === undefined)
    return `parse error on line 1, column ${value.indexOf('"') + 1}: bare " in non-quoted-field`;
  return undefined;
}

function isInt64(value: number): boolean {
  return value >= -(2 ** 63) && value < 2 ** 63;
}

function durationError(value: string): string {
  const missing = /^[+-]?\d+(\.\d*)?$/.test(value);
  return missing
    ? `time: missing unit in duration ${JSON.stringify(value)}`
    : `time: invalid duration ${JSON.stringify(value)}`;
}
