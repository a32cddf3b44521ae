import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, watch } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { explore, type Model, Run } from "@kubetick/testing";
import { expect, onTestFinished, test } from "vitest";
import { folderWith, slowCommand } from "./command.ts";
import { ONE_EDIT, sourceOf } from "./models.ts";

// The command as it is built: it is to be a process that can be killed.
const COMMAND = fileURLToPath(new URL("../dist/bin.js", import.meta.url));

/** Milliseconds that some processes with two threads may need on a machine that has other things to do. */
const LONG = 600_000;

const MODEL: Model = { ...ONE_EDIT, faults: { controllerCrash: 1 } };

test(
  "a search that is killed as soon as it is kept comes to the same counts, when it goes on, as one that is not",
  async () => {
    const path = folderWith({ "model.mjs": sourceOf(MODEL) });
    const options = ["explore", "--model", path("model.mjs"), "--workers", "2", "--checkpoint", path("kept")];
    const search = spawn(process.execPath, [COMMAND, ...options], { stdio: ["ignore", "ignore", "inherit"] });
    onTestFinished(() => void search.kill("SIGKILL"));
    const watcher = watch(dirname(path("kept")), () => {
      if (existsSync(path("kept"))) search.kill("SIGKILL");
    });
    onTestFinished(() => watcher.close());
    await once(search, "exit");
    expect(existsSync(path("kept"))).toBe(true);

    const { states, steps, depth, terminal } = explore(new Run(MODEL));
    const { stdout, exitCode } = await slowCommand(options);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^exploring one edit, 2 workers; resumed: \d+ states\n/);
    expect(stdout).toContain(
      `complete: ${states} states, ${steps} steps, ${depth} deep, ${terminal} at rest; all invariants hold\n`,
    );
  },
  LONG,
);
