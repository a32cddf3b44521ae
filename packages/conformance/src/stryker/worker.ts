// Runs in the sandbox, in a thread of its own: plays scenarios one after another, with one mutant active or none.
import { parentPort, workerData } from "node:worker_threads";
import type { Scenario } from "../scenario.ts";

/** What the instrumented code looks at, and writes to. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: Coverage;
  hitCount?: number;
  hitLimit?: number;
}

/** How often each mutant's place was come by: while modules were loaded, and in each scenario. */
export interface Coverage {
  readonly static: Readonly<Record<string, number>>;
  readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Task {
  /** Stryker's number. None: what the scenarios cover is learnt. */
  readonly mutant?: string;
  /** With how often they may come by the mutant: more is an endless loop. */
  readonly scenarios: readonly { readonly scenario: Scenario; readonly hitLimit?: number }[];
}

export type Report =
  | { readonly playing: string }
  | { readonly played: string; readonly ms: number }
  | { readonly differs: string; readonly where: string }
  | { readonly done: Coverage };

const { mutant, scenarios } = workerData as Task;
const tell = (report: Report) => parentPort?.postMessage(report);
const switches: Switches = { activeMutant: mutant, mutantCoverage: { static: {}, perTest: {} } };
Object.assign(globalThis, { __stryker__: switches });

/** Where it differs first, or what was thrown. */
async function difference(scenario: Scenario): Promise<string | undefined> {
  try {
    const { check } = await import("../check.ts");
    switches.currentTestId = scenario.name;
    return (await check(scenario)).differences[0]?.at;
  } catch (error) {
    return String(error);
  }
}

async function playAll(): Promise<void> {
  for (const { scenario, hitLimit } of scenarios) {
    tell({ playing: scenario.name });
    if (hitLimit !== undefined) Object.assign(switches, { hitCount: 0, hitLimit });
    const started = performance.now();
    const where = await difference(scenario);
    if (where !== undefined) return tell({ differs: scenario.name, where });
    tell({ played: scenario.name, ms: performance.now() - started });
  }
  tell({ done: switches.mutantCoverage as Coverage });
}

await playAll();
