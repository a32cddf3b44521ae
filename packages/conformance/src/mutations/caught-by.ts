import { execFile } from "node:child_process";
import { readScenarios } from "../scenario.ts";
import { readTrace, SCENARIOS } from "../trace.ts";
import type { Mutation } from "./mutations.ts";
import type { Outcome } from "./result.ts";
import type { Sandbox } from "./sandbox.ts";

/** Far more than all scenarios take: one that is not done by then does not come to rest. */
const LIMIT_MS = 15 * 60_000;

/** Those that have been recorded. */
const RECORDED = readScenarios(SCENARIOS).filter(({ name }) => readTrace(name) !== undefined);

/** What is no wrong rule, but a mistake in writing it down. */
const MISTAKEN = /(Reference|Syntax)Error: /;

/**
 * A scenario that tells that a rule is wrong in the sandbox, if one does: the one that did the last time is played first,
 * then those that walk the rule, then the others.
 *
 * @throws Error where what stands in for the rule is no code.
 */
export function caughtBy(
  { rule, wrong }: Mutation,
  wanted: readonly string[],
  known: readonly Outcome[],
  sandbox: Sandbox,
): Promise<string | undefined> {
  const chosen = RECORDED.filter(({ name }) => wanted.some((start) => name.startsWith(start)));
  const walking = chosen.filter(({ rules }) => rules.includes(rule)).map(({ name }) => name);
  const before = known.flatMap((each) => (each.rule === rule && each.wrong === wrong ? (each.caughtBy ?? []) : []));
  const args = [sandbox.comparison, "--first", ...before, ...walking, ...chosen.map(({ name }) => name)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { timeout: LIMIT_MS, maxBuffer: 2 ** 30 }, (error, stdout, stderr) => {
      const told = /^(\S+): /.exec(stdout)?.[1];
      if (error === null) resolve(undefined);
      else if (error.killed) resolve("one that does not come to rest");
      else if (told === undefined || MISTAKEN.test(stdout))
        reject(new Error(`${rule}: ${wrong} ${told ? stdout : stderr}`));
      else resolve(told);
    });
  });
}
