import type { Trace } from "./play.ts";
import type { Thing } from "./world.ts";

/** One place at which two traces differ. `undefined`: nothing is there. */
export interface Difference {
  /** `point 2 objects "Pod default/agent@n1" status phase` */
  readonly at: string;
  readonly expected: Thing;
  readonly actual: Thing;
}

/** Where a trace is not what was expected. */
export function differences(expected: Trace, actual: Trace): Difference[] {
  const found: Difference[] = [];
  compare(expected.answers, actual.answers, "answer", found);
  const points = Math.max(expected.points.length, actual.points.length);
  for (let at = 0; at < points; at++) compare(expected.points[at], actual.points[at], `point ${at + 1}`, found);
  return found;
}

function compare(expected: Thing, actual: Thing, at: string, found: Difference[]): void {
  if (Object.is(expected, actual)) return;
  if (Array.isArray(expected) && Array.isArray(actual) && expected.length === actual.length)
    for (const [index, item] of expected.entries()) compare(item, actual[index], `${at} ${index + 1}`, found);
  else if (isMap(expected) && isMap(actual))
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)]))
      compare(expected[key], actual[key], `${at} ${/[ .]/.test(key) ? JSON.stringify(key) : key}`, found);
  else found.push({ at, expected, actual });
}

function isMap(value: Thing): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How many facts a trace holds: answers, facts, and values in objects. */
export function factsIn(value: Thing): number {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + factsIn(part), 0);
}

/** For people: what real Kubernetes has, and what kubetick has. */
export function describe({ at, expected, actual }: Difference): string {
  return `  ${at}\n    real:     ${show(expected)}\n    kubetick: ${show(actual)}`;
}

function show(value: Thing): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
