import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type Entry, type Model, readLog, replay, UnitPlayer } from "@kubetick/testing";
import { describe, expect, test } from "vitest";
import { folderWith, slowCommand } from "../../test/command.ts";
import { BREAKS, ONE_EDIT, sourceOf } from "../../test/models.ts";
import { readModelFile } from "../model-file.ts";
import { type FuzzOptions, fuzz } from "./fuzz.ts";
import type { Player } from "./players.ts";

/** Plays units in this thread. */
function playerOf(model: Model): Player {
  const player = new UnitPlayer(model);
  return { play: async (unit) => player.play(unit), end: async () => undefined };
}

const files = { "good.mjs": sourceOf(ONE_EDIT), "breaks.mjs": BREAKS };

/** `fuzz`, in a folder of its own. `told` is called with each text that is printed, before the next thing happens. */
function campaignIn(path: (name: string) => string, file: string, told: (text: string) => void = () => {}) {
  return async (options: FuzzOptions, interrupt?: (stop: () => void) => void) => {
    const model = await readModelFile(path(file));
    let printed = "";
    const terminal = {
      out: (text: string) => {
        printed += text;
        told(text);
      },
      err: () => {},
      stdin: () => "",
      environment: {},
      ...(interrupt === undefined ? {} : { onInterrupt: interrupt }),
    };
    const all = { workers: 2, seed: 1, model: path(file), ...options };
    const exitCode = await fuzz(all, terminal, () => playerOf(model));
    return { exitCode, lines: printed.trimEnd().split("\n") };
  };
}

function logIn(path: (name: string) => string): readonly Entry[] {
  return readLog(readFileSync(path("corpus/log.jsonl"), "utf8")).entries;
}

describe("kubetick fuzz", () => {
  test("tells that nothing is broken", async () => {
    const { exitCode, lines } = await campaignIn(folderWith(files), "good.mjs")({ runs: 40 });
    expect(exitCode).toBe(0);
    expect(lines).toEqual([
      "fuzzing one edit with seed 1, 2 workers",
      expect.stringMatching(/^2 units, 40 runs, \d+ steps, \d+ shapes, no failures$/),
    ]);
  });

  test("tells failures with the same story once, with the shortest story and its token", async () => {
    const path = folderWith(files);
    const { exitCode, lines } = await campaignIn(path, "breaks.mjs")({ runs: 60, corpus: path("corpus") });
    expect(exitCode).toBe(1);
    const found = lines.filter((line) => line.startsWith("found "));
    expect(found).toEqual([
      expect.stringMatching(/^found [0-9a-f]{16}: noSecondRevision: there is a second revision \(\d+ steps\)$/),
    ]);
    const fold = found[0]?.slice(6, 22);
    expect(lines).toContain(`${fold}, found 3 times:`);
    expect(lines.at(-1)).toMatch(/^3 units, \d+ runs, \d+ steps, \d+ shapes?, 1 failure$/);
    const token = lines.find((line) => line.startsWith("npx kubetick replay "))?.slice(20) ?? "";
    const { invariants = [] } = await readModelFile(path("breaks.mjs"));
    const { broken, story } = replay(token, { invariants });
    expect(broken?.invariant.name).toBe("noSecondRevision");
    expect(readdirSync(path("corpus/failures"))).toEqual([`${fold}.md`]);
    const page = readFileSync(path(`corpus/failures/${fold}.md`), "utf8");
    expect(page).toContain("Found 3 times. The shortest run:");
    expect(page).toContain(story.slice(1).join("\n"));
    expect(page).toContain(`npx kubetick replay ${token}\n`);
    const shortest = Math.min(...logIn(path).map(({ failure }) => failure?.steps ?? Number.NaN));
    expect(page).toContain(`noSecondRevision: there is a second revision (at step ${shortest}`);
  });

  test("has on the disk what it prints when it prints it", async () => {
    const path = folderWith(files);
    const kept: boolean[] = [];
    const told = (text: string) => {
      const unit = /^unit (\d+): (\d+) runs?, (\d+) steps?,/.exec(text)?.slice(1).map(Number);
      if (unit !== undefined)
        kept.push(
          logIn(path).some((entry) => entry.unit === unit[0] && entry.runs === unit[1] && entry.steps === unit[2]),
        );
      const fold = /^found ([0-9a-f]+):/.exec(text)?.[1];
      if (fold !== undefined) kept.push(existsSync(path(`corpus/failures/${fold}.md`)));
    };
    await campaignIn(path, "breaks.mjs", told)({ runs: 60, corpus: path("corpus"), verbose: true });
    expect(kept).toEqual([true, true, true, true]);
  });

  test("is resumed: does what is left, and tells what was found before", async () => {
    const path = folderWith(files);
    const run = campaignIn(path, "breaks.mjs");
    const first = await run({ runs: 40, corpus: path("corpus"), verbose: true });
    // Somebody has pulled the plug while a line was written, and a page.
    writeFileSync(path("corpus/log.jsonl"), '{"unit":2,"ru', { flag: "a" });
    writeFileSync(path("corpus/failures/0123456789abcdef.md.123.tmp"), "# noSec");
    writeFileSync(path("corpus/of-somebody-else.tmp"), "");
    const second = await run({ runs: 80, corpus: path("corpus"), verbose: true });
    expect(second.lines[0]).toMatch(/^fuzzing breaks with seed 1, 2 workers; resumed: 2 units, \d+ runs, 1 failure$/);
    const done = [...first.lines, ...second.lines].flatMap((line) => /^unit (\d+):/.exec(line)?.[1] ?? []);
    expect(done.sort()).toEqual(["0", "1", "2", "3"]);
    expect(second.lines.some((line) => line.startsWith("found "))).toBe(false);
    expect(second.lines.some((line) => line.endsWith("found 4 times:"))).toBe(true);
    expect(
      logIn(path)
        .map(({ unit }) => unit)
        .sort(),
    ).toEqual([0, 1, 2, 3]);
    expect(readdirSync(path("corpus/failures"))).toHaveLength(1);
    expect(existsSync(path("corpus/of-somebody-else.tmp"))).toBe(true);
    // In one session it comes to the same.
    const other = folderWith(files);
    const whole = await campaignIn(other, "breaks.mjs")({ runs: 80, corpus: other("corpus") });
    expect(second.lines.at(-1)).toBe(whole.lines.at(-1));
  });

  test("ends where it is interrupted, and nothing is lost of what it has told", async () => {
    const path = folderWith(files);
    let stop = () => {};
    const told = (text: string) => {
      if (text.startsWith("unit ")) stop();
    };
    const interrupt = (listener: () => void) => {
      stop = listener;
    };
    const options = { corpus: path("corpus"), verbose: true };
    const { exitCode, lines } = await campaignIn(path, "good.mjs", told)(options, interrupt);
    expect(exitCode).toBe(130);
    expect(lines.at(-1)).toMatch(/^interrupted: /);
    const done = lines.flatMap((line) => /^unit (\d+):/.exec(line)?.[1] ?? []);
    expect(done.length).toBeGreaterThan(0);
    expect(logIn(path).map(({ unit }) => String(unit))).toEqual(done);
  });

  test("a corpus is of one model and one seed", async () => {
    const path = folderWith({ ...files, "changed.mjs": sourceOf({ ...ONE_EDIT, faults: { conflict: 1 } }) });
    const options = { runs: 1, corpus: path("corpus") };
    await campaignIn(path, "good.mjs")(options);
    await expect(campaignIn(path, "breaks.mjs")(options)).rejects.toThrow(
      'the corpus is of the model "one edit", and not of "breaks": take another folder',
    );
    await expect(campaignIn(path, "changed.mjs")(options)).rejects.toThrow(
      'the corpus is of the model "one edit" as it was before it was changed: take another folder',
    );
    await expect(campaignIn(path, "good.mjs")({ ...options, seed: 2 })).rejects.toThrow(
      "the corpus has the seed 1, and not 2: leave --seed out, or take another folder",
    );
  });

  test("is over if the code of the model fails", async () => {
    const path = folderWith(files);
    const failing: Player = { play: () => Promise.reject(new Error("no such table")), end: async () => undefined };
    const terminal = { out: () => {}, err: () => {}, stdin: () => "", environment: {} };
    const options = { workers: 1, runs: 1, model: path("good.mjs") };
    await expect(fuzz(options, terminal, () => failing)).rejects.toThrow("no such table");
  });

  test.each([
    [["--time", "soon"], /^kubetick: "soon" is no time span/],
    [["--workers", "0"], /^error: option '--workers <n>' argument '0' is invalid\. one or more are wanted/],
    [["--model", "nosuch.mjs"], /^kubetick: nosuch\.mjs cannot be imported: /],
    [["--model", "vitest.config.ts"], /^kubetick: vitest\.config\.ts has no model/],
  ])("refuses %j", async (args, message) => {
    const { stdout, stderr, exitCode } = await slowCommand(["fuzz", ...args]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toMatch(message);
  });
});
