import { comparedIn, TRANSIENT } from "../check.ts";
import type { Scenario } from "../scenario.ts";
import { readTrace } from "../trace.ts";
import { table } from "./table.ts";

interface Compared {
  readonly scenarios: number;
  readonly points: number;
  readonly facts: number;
  readonly racy: number;
}

/** What is recorded of the real control plane, by folder. */
export function comparedByFolder(scenarios: readonly Scenario[]): string {
  const folders = [...new Set(scenarios.map(folderOf))].sort();
  const rows = folders.map((folder) => row(folder, compared(scenarios.filter((each) => folderOf(each) === folder))));
  const head = ["scenarios in", "scenarios", "settle points", "facts", "racy places"];
  return table([head, ...rows, row("all", compared(scenarios))]);
}

function folderOf({ name }: Scenario): string {
  return name.split("/")[0] as string;
}

function row(name: string, { scenarios, points, facts, racy }: Compared): (string | number)[] {
  return [name, scenarios, points, facts, racy];
}

function compared(scenarios: readonly Scenario[]): Compared {
  const traces = scenarios.flatMap(({ name }) => readTrace(name) ?? []);
  const sum = (of: (trace: (typeof traces)[number]) => number) => traces.reduce((total, trace) => total + of(trace), 0);
  return {
    scenarios: traces.length,
    points: sum(({ points }) => points.length),
    facts: sum(({ racy: _, ...trace }) => comparedIn(trace)),
    racy: sum(({ racy }) => racy.filter((place) => !TRANSIENT.test(place)).length),
  };
}
