import { KubectlError } from "../../command-error.ts";
import type { Path, Step, Template } from "./nodes.ts";

/** Thrown where a key is not there and `allowMissingKeys` is off, and for paths that make no sense. */
export class JsonPathError extends KubectlError {}

/**
 * Evaluates a template: one list of results for each piece of text and each path.
 *
 * Source: client-go/util/jsonpath/jsonpath.go FindResults.
 */
export function findResults(template: Template, data: unknown, allowMissingKeys: boolean): unknown[][] {
  return new Evaluator(template, allowMissingKeys).block(0, data).results;
}

class Evaluator {
  readonly #template: Template;
  readonly #allowMissingKeys: boolean;
  #ranges = 0;

  constructor(template: Template, allowMissingKeys: boolean) {
    this.#template = template;
    this.#allowMissingKeys = allowMissingKeys;
  }

  /** Evaluates up to the end of the template, or the `{end}` of the range it is in. */
  block(from: number, data: unknown): { results: unknown[][]; end: number } {
    const results: unknown[][] = [];
    for (let i = from; i < this.#template.length; i++) {
      const piece = this.#template[i] as string | Path;
      if (typeof piece === "string") {
        results.push([piece]);
        continue;
      }
      const word = piece.find((step) => step.type === "identifier")?.name;
      if (word === "end") {
        if (this.#ranges === 0) throw new JsonPathError("not in range, nothing to end");
        return { results, end: i };
      }
      const found = this.#path(piece, [data]);
      if (word !== "range") {
        results.push(found);
        continue;
      }
      this.#ranges++;
      let end = this.#template.length;
      if (found.length === 0) end = this.block(i + 1, undefined).end;
      for (const item of found) {
        const inner = this.block(i + 1, item);
        results.push(...inner.results);
        end = inner.end;
      }
      this.#ranges--;
      i = end;
    }
    return { results, end: this.#template.length };
  }

  #path(path: Path, input: readonly unknown[]): unknown[] {
    let values = [...input];
    for (const step of path) values = this.#step(step, values);
    return values;
  }

  #step(step: Step, input: unknown[]): unknown[] {
    switch (step.type) {
      case "field":
        return this.#field(step.name, input);
      case "wildcard":
        return input.flatMap(children);
      case "recursive":
        return input.flatMap(descendants);
      case "slice":
        return input.flatMap((value) => sliceOf(step, value));
      case "union":
        return step.paths.flatMap((path) => this.#path(path, input));
      case "filter":
        return input.flatMap((value) => this.#filter(step, value));
      case "literal":
        return input.map(() => step.value);
      case "identifier":
        if (step.name === "range") return input;
        throw new JsonPathError(`unrecognized identifier ${step.name}`);
    }
  }

  #field(name: string, input: readonly unknown[]): unknown[] {
    if (input.length === 0) return [];
    const results = input
      .filter((value) => isObject(value) && Object.hasOwn(value, name))
      .map((value) => {
        return (value as Record<string, unknown>)[name];
      });
    if (results.length === 0 && !this.#allowMissingKeys) throw new JsonPathError(`${name} is not found`);
    return results;
  }

  #filter(step: Step & { type: "filter" }, value: unknown): unknown[] {
    if (!Array.isArray(value)) {
      throw new JsonPathError(`${goValue(value)} is not array or slice and cannot be filtered`);
    }
    return value.filter((item) => {
      if (step.operator === "exists") return this.#exists(step.left, item);
      const left = this.#path(step.left, [item]);
      const right = this.#path(step.right, [item]);
      if (left.length === 0 || right.length === 0) return false;
      if (left.length > 1 || right.length > 1) throw new JsonPathError("can only compare one element at a time");
      return satisfies(step.operator, left[0], right[0]);
    });
  }

  #exists(path: Path, item: unknown): boolean {
    try {
      return this.#path(path, [item]).length > 0;
    } catch (error) {
      if (error instanceof JsonPathError) return false;
      throw error;
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function children(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  return Array.isArray(value) ? value : Object.values(value);
}

function descendants(value: unknown): unknown[] {
  const inner = children(value);
  return inner.length === 0 ? [] : [value, ...inner.flatMap(descendants)];
}

function sliceOf(step: Step & { type: "slice" }, value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new JsonPathError(`${goType(value)} is not array or slice`);
  const { length } = value;
  const start = fromEnd(step.start ?? 0, length);
  const end = step.one ? start + 1 : fromEnd(step.end ?? length, length);
  if (start === end) return [];
  if (start >= length || start < 0) throw outOfBounds(start, length);
  if (end > length || end < 0) throw outOfBounds(end - 1, length);
  if (start > end) throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`);
  const every = step.step ?? 1;
  if (every <= 0) throw new JsonPathError("step must be > 0");
  return value.slice(start, end).filter((_, i) => i % every === 0);
}

function fromEnd(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

function outOfBounds(index: number, length: number): JsonPathError {
  return new JsonPathError(`array index out of bounds: index ${index}, length ${length}`);
}

function satisfies(operator: string, left: unknown, right: unknown): boolean {
  if (typeof left !== typeof right) throw new JsonPathError("incompatible types for comparison");
  const [a, b] = [left as string | number, right as string | number];
  switch (operator) {
    case "==":
      return a === b;
    case "!=":
      return a !== b;
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    case ">=":
      return a >= b;
    default:
      throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
}

function goType(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  return typeof value === "number" ? "int64" : "map[string]interface {}";
}

/** A value in Go's `%v`: maps as `map[a:1]`, lists as `[1 2]`. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (Array.isArray(value)) return `[${value.map(goValue).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `map[${keys.map((key) => `${key}:${goValue((value as Record<string, unknown>)[key])}`).join(" ")}]`;
}
