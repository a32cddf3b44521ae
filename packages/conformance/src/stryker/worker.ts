// Runs in the sandbox, in a thread of its own: plays a scenario whenever it is asked to, with some mutants active or none.
import { parentPort, workerData } from "node:worker_threads";
import type { Scenario } from "../scenario.ts";

/** What the instrumented code looks at, and writes to. */
interface Switches {
  activeMutants: ReadonlySet<string>;
  currentTestId?: string;
  mutantCoverage: { readonly static: Hits; readonly perTest: Record<string, Hits> };
  hitCount?: number;
  hitLimit?: number;
}

/** How often each mutant's place was come by, by Stryker's number of it. */
export type Hits = Readonly<Record<string, number>>;

export interface Ask {
  readonly scenario: Scenario;
  /** Stryker's numbers of the mutants that are active. */
  readonly mutants: readonly string[];
  /** How often they may be come by: more is an endless loop. */
  readonly hitLimit: number;
  /** Of the cluster: it decides on names and uids. */
  readonly seed: number;
}

export interface Answer {
  /** Where it differs first, or what was thrown. */
  readonly differs?: string | undefined;
  readonly ms: number;
  /** What was come by while modules were loaded. */
  readonly atLoad: Hits;
  /** … and in this scenario, this time. */
  readonly hits: Hits;
}

const switches: Switches = {
  activeMutants: new Set((workerData as { readonly mutants: readonly string[] }).mutants),
  mutantCoverage: { static: {}, perTest: {} },
};
Object.assign(globalThis, { __stryker__: switches });
const { check } = await import("../check.ts");
switches.currentTestId = "scenario";

async function answer({ scenario, mutants, hitLimit, seed }: Ask): Promise<Answer> {
  switches.activeMutants = new Set(mutants);
  switches.mutantCoverage.perTest["scenario"] = {};
  Object.assign(switches, { hitCount: 0, hitLimit });
  const started = performance.now();
  const differs = await check(scenario, seed).then(({ differences }) => differences[0]?.at, String);
  const ms = performance.now() - started;
  return { differs, ms, atLoad: switches.mutantCoverage.static, hits: switches.mutantCoverage.perTest["scenario"] };
}

parentPort?.on("message", async (ask: Ask) => parentPort?.postMessage(await answer(ask)));
