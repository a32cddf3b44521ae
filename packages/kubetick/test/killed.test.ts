import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readLog } from "@kubetick/testing";
import { expect, onTestFinished, test } from "vitest";
import { folderWith } from "./command.ts";
import { BREAKS } from "./models.ts";

// The command as it is built: it is to be a process that can be killed.
const COMMAND = fileURLToPath(new URL("../dist/bin.js", import.meta.url));
const UNITS = 24;

/** Milliseconds that four processes with two threads each may need on a machine that has other things to do. */
const LONG = 900_000;

/** After so many units each session is killed; the last one is left alone. */
const KILLED_AFTER = [1, 5, 3, Number.POSITIVE_INFINITY];

test(
  "a campaign that is killed and resumed, again and again, loses nothing that it has told, and does nothing twice",
  async () => {
    const path = folderWith({ "breaks.mjs": BREAKS });
    const told: string[] = [];
    let exitCode: number | null = null;
    for (const units of KILLED_AFTER) {
      const before = told.length;
      const campaign = start(path);
      await linesOf(campaign, (line) => {
        told.push(line);
        if (told.slice(before).filter((one) => one.startsWith("unit ")).length >= units) campaign.kill("SIGKILL");
      });
      exitCode = campaign.exitCode;
      expect(campaign.signalCode).toBe(units === Number.POSITIVE_INFINITY ? null : "SIGKILL");
    }
    expect(exitCode).toBe(1);

    const { entries } = readLog(readFileSync(path("corpus/log.jsonl"), "utf8"));
    const logged = entries.map(({ unit, runs, steps }) => ({ unit, runs, steps }));
    expect(logged.map(({ unit }) => unit).sort((a, b) => a - b)).toEqual(Array.from({ length: UNITS }, (_, at) => at));

    const toldUnits = told.flatMap((line) => {
      const [, unit, runs, steps] = /^unit (\d+): (\d+) runs?, (\d+) steps?,/.exec(line) ?? [];
      return unit === undefined ? [] : [{ unit: Number(unit), runs: Number(runs), steps: Number(steps) }];
    });
    expect(toldUnits.length).toBeGreaterThanOrEqual(9);
    expect(new Set(toldUnits.map(({ unit }) => unit)).size).toBe(toldUnits.length);
    for (const unit of toldUnits) expect(logged).toContainEqual(unit);

    const found = told.flatMap((line) => /^found ([0-9a-f]{16}):/.exec(line)?.[1] ?? []);
    expect(found).toHaveLength(1);
    expect(readdirSync(path("corpus/failures"))).toEqual([`${found[0]}.md`]);
    expect(told).toContain(`${found[0]}, found ${UNITS} times:`);
  },
  LONG,
);

function start(path: (name: string) => string): ChildProcess {
  const options = ["--model", path("breaks.mjs"), "--corpus", path("corpus"), "--seed", "1", "--workers", "2"];
  const campaign = spawn(process.execPath, [COMMAND, "fuzz", ...options, "--runs", String(UNITS * 20), "--verbose"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void campaign.kill("SIGKILL"));
  return campaign;
}

/** Calls back with each whole line that a process prints, until it has ended. */
async function linesOf(campaign: ChildProcess, told: (line: string) => void): Promise<void> {
  let rest = "";
  campaign.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) told(line);
  });
  await once(campaign, "close");
}
