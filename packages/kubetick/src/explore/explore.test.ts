import { readFileSync, writeFileSync } from "node:fs";
import { always, type Checkpoint, explore, exploreGuided, Run, replay } from "@kubetick/testing";
import { describe, expect, test } from "vitest";
import { folderWith, slowCommand } from "../../test/command.ts";
import { BREAKS, ONE_EDIT, sourceOf } from "../../test/models.ts";
import { readModelCode } from "../model-file.ts";
import { exploreOnThreads } from "../threads/explore-on-threads.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint-file.ts";
import { exploreModel } from "./explore.ts";

const files = { "good.mjs": sourceOf(ONE_EDIT), "breaks.mjs": BREAKS };
const whole = explore(new Run(ONE_EDIT));
const { states, steps, depth, terminal } = whole;
const COUNTS = `${states} states, ${steps} steps, ${depth} deep, ${terminal} at rest`;

describe("kubetick explore", () => {
  test("counts as one thread does, and goes on where it was given up or interrupted", async () => {
    const path = folderWith(files);
    const go = (...more: string[]) =>
      slowCommand(["explore", "--model", path("good.mjs"), "--workers", "2", "--checkpoint", path("kept"), ...more]);
    const first = await go("--max-states", "60");
    expect(first.exitCode).toBe(2);
    expect(first.stdout).toMatch(
      /^exploring one edit, 2 workers\ngiven up: 6\d states, .*; nothing is broken so far\n$/,
    );
    let printed = "";
    const output = { out: (text: string) => void (printed += text), err: () => {}, stdin: () => "", environment: {} };
    const interrupted = await exploreModel(
      { model: path("good.mjs"), workers: 1, checkpoint: path("kept") },
      { ...output, onInterrupt: (stop) => stop() },
    );
    expect(interrupted).toBe(130);
    expect(printed).toMatch(/1 worker; resumed: 6\d states\ninterrupted: 6\d states/);
    const last = await go();
    expect([last.exitCode, last.stdout.split("\n").slice(1, 2)]).toEqual([
      0,
      [`complete: ${COUNTS}; all invariants hold`],
    ]);
  });

  test("tells what is broken, with a token", async () => {
    const path = folderWith(files);
    const { stdout, exitCode } = await slowCommand(["explore", "--model", path("breaks.mjs"), "--workers", "2"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/\nnoSecondRevision: there is a second revision \(at step 3\)\n/);
    const [, token = ""] = /npx kubetick replay (\S+)/.exec(stdout) ?? [];
    expect(replay(token, await readModelCode(path("breaks.mjs"))).broken?.fault).toBe("there is a second revision");
  });

  test("refuses a file that is no checkpoint, and one of another model", async () => {
    const path = folderWith({ ...files, nothing: "{}" });
    const go = (model: string, checkpoint: string) =>
      slowCommand(["explore", "--model", path(model), "--workers", "1", "--checkpoint", path(checkpoint)]);
    expect((await go("good.mjs", "nothing")).stderr).toMatch(
      /nothing has no checkpoint of a search: take another file\n$/,
    );
    await go("breaks.mjs", "kept");
    const kept = readCheckpoint(path("kept")) as Checkpoint;
    writeCheckpoint(path("another"), { ...kept, search: { ...kept.search, model: "another" } });
    expect((await go("breaks.mjs", "another")).stderr).toBe(
      'kubetick: the checkpoint is of a search whose model is "another", and not "breaks"\n',
    );
    writeFileSync(path("short"), readFileSync(path("kept")).subarray(0, -1));
    expect((await go("breaks.mjs", "short")).stderr).toMatch(/short has no checkpoint of a search/);
  });

  test("in depth one worker comes to the same states, also in sessions", async () => {
    const path = folderWith(files);
    const go = (...more: string[]) =>
      slowCommand(["explore", "--model", path("good.mjs"), "--order", "depth", ...more]);
    const inDepth = explore(new Run(ONE_EDIT), { order: "depth" });
    const counts = `${inDepth.states} states, ${inDepth.steps} steps, ${inDepth.depth} deep, ${inDepth.terminal} at rest`;
    const all = `exploring one edit, 1 worker\ncomplete: ${counts}; all invariants hold\n`;
    expect((await go()).stdout).toBe(all);
    const kept = ["--checkpoint", path("kept")];
    expect((await go(...kept, "--max-states", "60")).exitCode).toBe(2);
    let printed = "";
    const output = { out: (text: string) => void (printed += text), err: () => {}, stdin: () => "", environment: {} };
    const interrupted = await exploreModel(
      { model: path("good.mjs"), order: "depth", checkpoint: path("kept") },
      { ...output, onInterrupt: (stop) => setImmediate(stop) },
    );
    expect(interrupted).toBe(130);
    expect(printed).toMatch(/; resumed: 6\d states\ninterrupted: \d+ states/);
    const last = await go(...kept);
    expect(last.stdout.split("\n")[1]).toBe(`complete: ${counts}; all invariants hold`);
    expect((await go("--workers", "2")).stderr).toBe(
      'kubetick: a search in the order "depth" is done by one worker, not by 2: leave out --workers\n',
    );
  });

  test("what is found in depth is told as shortly as in breadth", async () => {
    const path = folderWith(files);
    const { stdout, exitCode } = await slowCommand(["explore", "--model", path("breaks.mjs"), "--order", "depth"]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/\nnoSecondRevision: there is a second revision \(at step 3\)\n/);
  });

  test("guided: one run and its perturbations, also in sessions", async () => {
    const path = folderWith(files);
    const go = (...more: string[]) => slowCommand(["explore", "--model", path("good.mjs"), ...more]);
    const { runs, states, steps } = exploreGuided(new Run(ONE_EDIT), { perturbations: 1 });
    const all = `all runs with 1 perturbation at most: ${runs} runs, ${states} states, ${steps} steps; all invariants hold\n`;
    expect(await go("--guided", "1")).toMatchObject({
      exitCode: 0,
      stdout: `exploring one edit, 1 worker\n${all}`,
    });
    const kept = ["--checkpoint", path("kept")];
    const few = await go("--guided", "1", "--max-states", "40", ...kept);
    expect([few.exitCode, few.stdout.split("\n")[1]]).toEqual([
      2,
      expect.stringMatching(/^given up: \d+ runs?, \d+ states, .*; nothing is broken so far$/),
    ]);
    const last = await go("--guided", "1", ...kept);
    expect(last.stdout).toMatch(/^exploring one edit, 1 worker; resumed: \d+ states\n/);
    expect(last.stdout.split("\n")[1]).toBe(all.trimEnd());
    expect((await go(...kept)).stderr).toBe(
      "kubetick: the checkpoint is of a guided search: go on with --guided, or take another file\n",
    );
    await go("--max-states", "20", "--order", "depth", "--checkpoint", path("whole"));
    expect((await go("--guided", "1", "--checkpoint", path("whole"))).stderr).toBe(
      "kubetick: the checkpoint is of a search that is not guided: leave out --guided, or take another file\n",
    );
    expect((await go("--guided", "1", "--one-end")).stderr).toMatch(
      /^kubetick: a guided search has no order of states/,
    );
    expect((await go("--guided", "1", "--workers", "2")).stderr).toMatch(
      /^kubetick: a guided search is done by one worker/,
    );
    const broken = await slowCommand(["explore", "--model", path("breaks.mjs"), "--guided", "0"]);
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toMatch(/\nnoSecondRevision: there is a second revision \(at step 3\)\n/);
  });

  test("a thread that cannot have the model's code says why", async () => {
    const path = folderWith({ "empty.mjs": "export const invariants = [];" });
    const invariants = [always("mine", () => true)];
    const searching = exploreOnThreads(
      { ...ONE_EDIT, invariants },
      { workers: 1, code: `file://${path("empty.mjs")}` },
    );
    await expect(searching).rejects.toThrow('the run needs "mine"');
  });
});
