import type { KubeObject } from "@kubetick/core";
import { compareQuantity, quantityOf } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";
import { relaxedPath } from "./custom-columns.ts";
import { goSort } from "./go-sort.ts";
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
