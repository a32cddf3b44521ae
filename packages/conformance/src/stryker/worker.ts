// Runs in the sandbox, in a thread of its own: plays a scenario whenever it is asked to, with some mutants active or none.
import { parentPort, workerData } from "node:worker_threads";
import type { Scenario } from "../scenario.ts";

/** How often each mutant's place was come by, by Stryker's number of it. */
export type Hits = Readonly<Record<string, number>>;

export interface Ask {
  readonly scenario: Scenario;
  /** Stryker's numbers of the mutants that are active. */
  readonly mutants: readonly string[];
  /** How often the places of mutants may be come by, all in all: more is an endless loop. */
  readonly limit: number;
  /** Of the cluster: it decides on names and uids. */
  readonly seed: number;
}

export interface Answer {
  /** Where it differs first, or what was thrown. */
  readonly differs?: string | undefined;
  /** Whether it was more than the limit. */
  readonly endless: boolean;
  readonly ms: number;
  /** How often the places of mutants were come by, all in all. */
  readonly steps: number;
  /** What was come by while modules were loaded. */
  readonly atLoad: Hits;
  /** … and in this scenario, this time. */
  readonly hits: Hits;
}

let active = new Set((workerData as { readonly mutants: readonly string[] }).mutants);
let limit = Number.POSITIVE_INFINITY;
let steps = 0;

/** What the instrumented code looks at, and writes to. */
const switches = {
  isActive(id: string): boolean {
    if (++steps > limit) throw new Error("It does not end.");
    return active.has(id);
  },
  currentTestId: undefined as string | undefined,
  mutantCoverage: { static: {} as Hits, perTest: {} as Record<string, Hits> },
};
Object.assign(globalThis, { __stryker__: switches });
const { check } = await import("../check.ts");
const { SimulatedWorld } = await import("../simulated/world.ts");
switches.currentTestId = "scenario";

/** Where it differs first, or what was thrown. */
async function difference({ scenario, seed }: Ask): Promise<string | undefined> {
  try {
    return (await check(scenario, new SimulatedWorld(scenario, {}, seed))).differences[0]?.at;
  } catch (error) {
    return String(error);
  }
}

async function answer(ask: Ask): Promise<Answer> {
  active = new Set(ask.mutants);
  [steps, limit] = [0, ask.limit];
  const { mutantCoverage } = switches;
  mutantCoverage.perTest["scenario"] = {};
  const started = performance.now();
  const differs = await difference(ask);
  const ms = performance.now() - started;
  const hits = mutantCoverage.perTest["scenario"];
  return { differs, endless: steps > limit, ms, steps, atLoad: mutantCoverage.static, hits };
}

parentPort?.on("message", async (ask: Ask) => parentPort?.postMessage(await answer(ask)));
