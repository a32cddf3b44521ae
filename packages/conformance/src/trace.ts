import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Point, Trace } from "./play.ts";
import type { Thing } from "./world.ts";

/** What the real control plane did, as it is committed. */
export interface RecordedTrace extends Trace {
  /** The facts that came out differently when it was recorded again: no one may rely on them, and they are not compared. */
  readonly racy: readonly string[];
}

const here = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
export const SCENARIOS = here("scenarios");
const TRACES = here("traces");

/** In the place of an object that is as it was at the point before. */
const SAME = "same";

export function readTrace(scenario: string): RecordedTrace | undefined {
  const file = join(TRACES, `${scenario}.json`);
  if (!existsSync(file)) return undefined;
  const trace = JSON.parse(readFileSync(file, "utf8")) as RecordedTrace;
  let before: Point["objects"] = {};
  const points = trace.points.map((point) => {
    const known = before;
    before = mapped(point.objects, (key, object) => (object === SAME ? known[key] : object));
    return { ...point, objects: before };
  });
  return { ...trace, points };
}

export function writeTrace(scenario: string, trace: RecordedTrace): void {
  const points = trace.points.map(({ objects, facts }, at) => {
    const before = trace.points[at - 1]?.objects ?? {};
    const isSame = (key: string, object: Thing) => JSON.stringify(before[key]) === JSON.stringify(object);
    return { objects: mapped(objects, (key, object) => (isSame(key, object) ? SAME : object)), facts };
  });
  const file = join(TRACES, `${scenario}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    `{\n"answers": ${lines(trace.answers, 1)},\n"points": ${lines(points, 3)},\n"racy": ${lines(trace.racy, 1)}\n}\n`,
  );
}

function mapped(objects: Point["objects"], change: (key: string, object: Thing) => Thing): Record<string, Thing> {
  return Object.fromEntries(Object.entries(objects).map(([key, object]) => [key, change(key, object)]));
}

/** JSON with a line for each object and fact, so that a change of a trace can be read. */
function lines(value: Thing, depth: number): string {
  if (depth === 0 || typeof value !== "object" || value === null) return JSON.stringify(value);
  const parts = Array.isArray(value)
    ? value.map((item) => lines(item, depth - 1))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${lines(item, depth - 1)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return parts.length === 0 ? `${open}${close}` : `${open}\n${parts.join(",\n")}\n${close}`;
}
