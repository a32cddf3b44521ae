import fc from "fast-check";
import { word } from "./typed.ts";
import { oddNumber, ownObject, wildValue } from "./wild.ts";

/** One thing done to a value: at which of its places (counted round), and what. */
export interface Spoiling {
  readonly at: number;
  readonly how: "replace" | "alike" | "remove" | "duplicate" | "add" | "swap";
  readonly key: string;
  readonly value: unknown;
  readonly text: string;
  readonly number: number;
}

export const spoilings: fc.Arbitrary<readonly Spoiling[]> = fc.array(
  fc.record({
    at: fc.nat(10_000),
    how: fc.constantFrom("replace", "alike", "alike", "alike", "remove", "duplicate", "add", "swap"),
    key: fc.constantFrom("__proto__", "constructor", "toString", "name", "unknown", "$patch", "finalizers", "metadata"),
    value: wildValue,
    text: word,
    number: fc.oneof(fc.integer({ min: -2, max: 5 }), oddNumber),
  }),
  { maxLength: 3 },
);

type Path = readonly (string | number)[];

const DEEPEST = 20;

/** Every place in a value, outside in; what is very deep or long is not looked into. */
export function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null || path.length >= DEEPEST) return [path];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap((key) => placesIn((value as Record<string, unknown>)[key], [...path, key]))];
}

/** A copy of plain JSON with these things done to it. */
export function spoiled(value: unknown, doings: readonly Spoiling[]): unknown {
  return doings.reduce((current, doing) => spoiledOnce(current, doing), value);
}

function spoiledOnce(value: unknown, doing: Spoiling): unknown {
  const places = placesIn(value);
  const path = places[doing.at % places.length] ?? [];
  const other = places[(doing.at * 7 + 3) % places.length] ?? [];
  switch (doing.how) {
    case "replace":
      return withValue(value, path, () => doing.value);
    case "alike":
      return withValue(value, path, (old) => alike(old, doing));
    case "remove":
      return withValue(value, path, () => REMOVED);
    case "swap":
      return withValue(value, path, () => at(value, other));
    case "add":
      return withValue(value, path, (old) => withAdded(old, doing));
    case "duplicate":
      return withValue(value, path, (old) => (Array.isArray(old) ? [...old, ...old] : old));
  }
}

const REMOVED = Symbol("removed");

/** Something else of the same type, which has a better chance to be accepted. */
function alike(old: unknown, { text, number }: Spoiling): unknown {
  switch (typeof old) {
    case "string":
      return text;
    case "number":
      return number;
    case "boolean":
      return !old;
    default:
      return old;
  }
}

function withAdded(old: unknown, { key, value }: Spoiling): unknown {
  if (Array.isArray(old)) return [...old, value];
  if (typeof old !== "object" || old === null) return value;
  return ownObject([...Object.entries(old), [key, value]]);
}

function at(value: unknown, path: Path): unknown {
  return path.reduce((holder, key) => (holder as Record<string, unknown>)[key], value);
}

function withValue(value: unknown, path: Path, change: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    const changed = change(value);
    return changed === REMOVED ? undefined : changed;
  }
  const child = rest.length === 0 ? change(at(value, [key])) : withValue(at(value, [key]), rest, change);
  if (Array.isArray(value)) return value.flatMap((item, i) => (i !== key ? [item] : child === REMOVED ? [] : [child]));
  const entries = Object.entries(value as object).map(([k, old]) => [k, k === key ? child : old] as const);
  return ownObject(entries.filter(([, field]) => field !== REMOVED));
}
