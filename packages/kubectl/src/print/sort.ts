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
  return goSort(keyed, (a, b) => isLess(a.key, b.key)).map(({ item }) => item);
}

/**
 * Up to twelve items Go sorts by insertion, and `isLess` is no order where fields are missing: only the same steps give
 * the same result. Longer lists, which Go sorts by quicksort, are sorted stably here.
 */
function goSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): readonly T[] {
  const sorted = [...items];
  if (sorted.length > 12) return sorted.sort((a, b) => (less(a, b) ? (less(b, a) ? 0 : -1) : less(b, a) ? 1 : 0));
  for (let i = 1; i < sorted.length; i++) {
    for (let j = i; j > 0 && less(sorted[j] as T, sorted[j - 1] as T); j--) {
      [sorted[j], sorted[j - 1]] = [sorted[j - 1] as T, sorted[j] as T];
    }
  }
  return sorted;
}

/** Source: kubectl/pkg/cmd/get/sorter.go Less, isLess. */
function isLess(a: unknown, b: unknown): boolean {
  if (a === undefined) return true;
  if (b === undefined || b === null) return false;
  if (a === null) return true;
  if (typeof a === "number" && typeof b === "number") return a < b;
  const [x, y] = [String(a), String(b)];
  if (QUANTITY.test(x) && QUANTITY.test(y)) return compareQuantity(quantityOf(x), quantityOf(y)) < 0;
  return x < y;
}

/** Text that reads as a quantity is compared as one. */
const QUANTITY = /^[+-]?[0-9]+(\.[0-9]*)?([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/;
