/** Whether two JSON values have the same contents. Parts that are the same reference are not looked into; absent and undefined are the same. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && sameItems(a, b);
  return hasFieldsOf(a, b) && hasFieldsOf(b, a, false);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, at) => sameJson(item, b[at]));
}

function hasFieldsOf(a: object, b: object, deep = true): boolean {
  for (const key of Object.keys(b)) {
    const expected = (b as Record<string, unknown>)[key];
    if (expected === undefined) continue;
    if (!Object.hasOwn(a, key)) return false;
    const actual = (a as Record<string, unknown>)[key];
    if (deep ? !sameJson(actual, expected) : actual === undefined) return false;
  }
  return true;
}
