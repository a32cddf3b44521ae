import type { Quantity } from "../../kubernetes/types.ts";
import { canonicalQuantity, formatQuantity, parseQuantity, scaledValue } from "../quantity.ts";

/** What Go holds where nothing was given. Upstream's defaults for plain (not pointer) fields replace these too. */
export function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}

/** `object` with the given fields where they are absent; the same reference where none is. */
export function fillAbsent<T extends object>(object: T, defaults: Partial<T>): T {
  return fillWhere(object, defaults, (value) => value === undefined || value === null);
}

/** `object` with the given fields where they are absent, empty or 0; the same reference where none is. */
export function fillZero<T extends object>(object: T, defaults: Partial<T>): T {
  return fillWhere(object, defaults, isZero);
}

function fillWhere<T extends object>(object: T, defaults: Partial<T>, lacks: (value: unknown) => boolean): T {
  let filled: T | undefined;
  for (const name of Object.keys(defaults) as (keyof T)[]) {
    if (!lacks(object[name])) continue;
    filled ??= Object.assign({}, object);
    filled[name] = defaults[name] as T[keyof T];
  }
  return filled ?? object;
}

/** `object` with one field replaced; the same reference where the field is the same already. */
export function replace<T extends object, K extends keyof T>(object: T, name: K, value: T[K]): T {
  return object[name] === value ? object : { ...object, [name]: value };
}

/** `object` with one field rewritten, if it is there. */
export function change<T extends object, K extends keyof T>(
  object: T,
  name: K,
  rewrite: (value: NonNullable<T[K]>) => NonNullable<T[K]>,
): T {
  const value = object[name];
  return value === undefined || value === null ? object : replace(object, name, rewrite(value));
}

/** The list with each item rewritten; the same reference where no item changes. */
export function changeEach<T>(list: readonly T[], rewrite: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  list.forEach((item, i) => {
    const rewritten = rewrite(item);
    if (rewritten === item) return;
    changed ??= [...list];
    changed[i] = rewritten;
  });
  return changed ?? list;
}

export type ResourceList = Readonly<Record<string, Quantity>>;

/** Amounts are kept to thousandths, rounded up. Source: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList. */
export function roundResourceList(list: ResourceList): ResourceList {
  const names = Object.keys(list);
  if (names.every((name) => roundQuantity(list[name]) === list[name])) return list;
  return Object.fromEntries(names.map((name) => [name, roundQuantity(list[name]) ?? "0"]));
}

function roundQuantity(text: Quantity | undefined): Quantity | undefined {
  if (text === undefined) return text;
  const quantity = parseQuantity(String(text));
  if (typeof quantity === "string") return text;
  if (quantity.exponent >= -3) return canonicalQuantity(String(text));
  return formatQuantity({ mantissa: scaledValue(quantity, -3), exponent: -3, format: quantity.format });
}

/** A function of an object, computed once for each object. Objects are never changed in place, so the answer holds. */
export function remembered<K extends object, V>(compute: (object: K) => V): (object: K) => V {
  const answers = new WeakMap<K, { readonly value: V }>();
  return (object) => {
    let answer = answers.get(object);
    if (answer === undefined) {
      answer = { value: compute(object) };
      answers.set(object, answer);
    }
    return answer.value;
  };
}
