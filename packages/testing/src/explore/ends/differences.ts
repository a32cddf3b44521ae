import type { NormalObject, NormalObjects } from "./normal.ts";

/** More than so many differences are not told. */
const MOST = 3;

/** In what two ends differ, in words; empty if in nothing. */
export function differences(one: NormalObjects, other: NormalObjects): readonly string[] {
  const found: string[] = [];
  for (const resource of new Set([...one.keys(), ...other.keys()])) {
    const kind = resource.split(".")[0] as string;
    const [left, right] = withoutCommon(one.get(resource) ?? [], other.get(resource) ?? []);
    if (left.length !== right.length)
      found.push(`${kind}: ${one.get(resource)?.length ?? 0}, or ${other.get(resource)?.length ?? 0}`);
    else
      for (const [at, { name, object }] of left.entries())
        found.push(...inside(`${kind} ${name}:`, object, (right[at] as NormalObject).object));
  }
  return found.slice(0, MOST);
}

/** What is on one side only; there may be several that are the same. */
function withoutCommon(
  left: readonly NormalObject[],
  right: readonly NormalObject[],
): readonly [readonly NormalObject[], readonly NormalObject[]] {
  const counts = new Map<string, number>();
  for (const item of right) counts.set(JSON.stringify(item), (counts.get(JSON.stringify(item)) ?? 0) + 1);
  const onlyLeft = left.filter((item) => !taken(counts, JSON.stringify(item)));
  const onlyRight = right.filter((item) => taken(counts, JSON.stringify(item)));
  return [onlyLeft, onlyRight];
}

function taken(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  if (left === 0) return false;
  counts.set(name, left - 1);
  return true;
}

function inside(path: string, one: unknown, other: unknown): readonly string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isObject(one) || !isObject(other)) return [`${path} ${JSON.stringify(one)}, or ${JSON.stringify(other)}`];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].flatMap((key) =>
    inside(path.endsWith(":") ? `${path} ${key}` : `${path}.${key}`, one[key], other[key]),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
