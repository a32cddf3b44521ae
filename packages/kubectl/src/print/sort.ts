import type { KubeObject } from "@kubetick/core";
import { compareQuantity, quantityOf } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";
import { relaxedPath } from "./custom-columns.ts";
import { findResults } from "./jsonpath/evaluate.ts";
import { parseTemplate } from "./jsonpath/parse.ts";

/**
 * Orders objects by a field, for `--sort-by`; those without the field come first.
 *
 * Source: kubectl/pkg/cmd/get/sorter.go.
 * @throws KubectlError where no object has the field.
 */
export function sortBy<T>(items: readonly T[], field: string, objectOf: (item: T) => KubeObject): readonly T[] {
  const path = relaxedPath(field);
  const template = parseTemplate(path);
  const keyed = items.map((item) => ({ item, key: findResults(template, objectOf(item), true)[0]?.[0] }));
  if (items.length > 0 && keyed.every(({ key }) => key === undefined)) {
    throw new KubectlError(`couldn't find any field with path ${JSON.stringify(path)} in the list of objects`);
  }
  return keyed.sort((a, b) => compareValues(a.key, b.key)).map(({ item }) => item);
}

function compareValues(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [x, y] = [String(a), String(b)];
  if (QUANTITY.test(x) && QUANTITY.test(y)) return compareQuantity(quantityOf(x), quantityOf(y));
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Text that reads as a quantity is compared as one. */
const QUANTITY = /^[+-]?[0-9]+(\.[0-9]*)?([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/;
