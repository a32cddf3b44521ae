import { execFile } from "node:child_process";
import { readScenarios } from "../scenario.ts";
import { readTrace, SCENARIOS } from "../trace.ts";
import type { Sandbox } from "./sandbox.ts";

/** Far more than all scenarios take: one that is not done by then does not come to rest. */
const LIMIT_MS = 15 * 60_000;

/** The first scenario that tells that a rule is wrong in the sandbox, if one does. Those that walk the rule come first. */
export function caughtBy(rule: string, wanted: readonly string[], sandbox: Sandbox): Promise<string | undefined> {
  const recorded = readScenarios(SCENARIOS).filter(({ name }) => readTrace(name) !== undefined);
  const chosen = recorded.filter(({ name }) => wanted.some((start) => name.startsWith(start)));
  const walking = chosen.filter(({ rules }) => rules.includes(rule)).map(({ name }) => name);
  const args = [sandbox.comparison, "--first", ...walking, ...chosen.map(({ name }) => name)];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { timeout: LIMIT_MS }, (error, stdout) => {
      if (error === null) resolve(undefined);
      else resolve(/^(\S+): /.exec(stdout)?.[1] ?? (error.killed ? "one that does not come to rest" : "all"));
    });
  });
}
