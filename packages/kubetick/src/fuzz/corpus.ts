import { closeSync, existsSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Entry, entryLine, type Folded, type Plan, readLog } from "@kubetick/testing";
import { removeUnfinished, writeDurably } from "../durable-file.ts";

/**
 * A folder that keeps a campaign; one process at a time has it open. What is kept is on the disk when `keep` returns:
 * whatever ends the process, at any moment, the next one finds it there.
 *
 * - `campaign.json`: the plan.
 * - `log.jsonl`: a line for each unit that is done, and the truth about the campaign.
 * - `failures/FOLD.md`: the shortest story of each shape, for people. It follows from the log.
 */
export class Corpus {
  readonly entries: readonly Entry[];
  readonly #folder: string;
  readonly #log: number;

  /**
   * Opens a folder, or makes it. `planFor` is asked for the plan, and is told the one that the folder has.
   *
   * @throws RangeError where the log is damaged, or the plan cannot be read; or what `planFor` throws
   */
  static open(folder: string, planFor: (kept: Plan | undefined) => Plan): { corpus: Corpus; plan: Plan } {
    const failures = join(folder, "failures");
    mkdirSync(failures, { recursive: true });
    removeUnfinished(folder, /^campaign\.json$/);
    removeUnfinished(failures, /^[0-9a-f]{16}\.md$/);
    const file = join(folder, "campaign.json");
    const kept = existsSync(file) ? readPlan(file) : undefined;
    const plan = planFor(kept);
    if (kept === undefined) writeDurably(file, `${JSON.stringify(plan, null, 2)}\n`);
    return { corpus: new Corpus(folder), plan };
  }

  private constructor(folder: string) {
    this.#folder = folder;
    const path = join(folder, "log.jsonl");
    this.#log = openSync(path, "a");
    const { entries, whole } = readLog(readFileSync(path, "utf8"));
    ftruncateSync(this.#log, Buffer.byteLength(whole));
    this.entries = entries;
  }

  /** Keeps what has come of a unit. */
  keep(entry: Entry): void {
    const line = Buffer.from(entryLine(entry));
    for (let written = 0; written < line.length; ) written += writeSync(this.#log, line, written);
    fsyncSync(this.#log);
  }

  /** Writes the story of a failure for people. */
  tell(folded: Folded): void {
    writeDurably(join(this.#folder, "failures", `${folded.failure.fold}.md`), page(folded));
  }

  close(): void {
    closeSync(this.#log);
  }
}

function readPlan(file: string): Plan {
  try {
    const plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
    if (plan.format === 1) return plan;
  } catch (error) {
    throw new RangeError(`${file} is damaged: ${(error as Error).message}`);
  }
  throw new RangeError(`${file} was written by another version of kubetick`);
}

function page({ count, failure }: Folded): string {
  const { invariant, fault, story, regressionTest, token } = failure;
  return [
    `# ${invariant}: ${fault}`,
    "",
    `Found ${count === 1 ? "once" : `${count} times`}. The shortest run:`,
    "",
    ...["```text", ...story, "```", ""],
    ...["```ts", regressionTest, "```", ""],
    ...["```sh", `npx kubetick replay ${token}`, "```", ""],
  ].join("\n");
}
