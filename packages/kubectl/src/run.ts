import { type Flag, parseArgs } from "./args.ts";
import { GLOBAL_FLAGS } from "./args-common.ts";
import { parseDuration } from "./args-values.ts";
import { type Command, type CommandEntry, type CommandGroup, sender, warner } from "./command.ts";
import { failureText, KubectlError, PlainFailure, SilentExit, usageError } from "./command-error.ts";
import { COMMANDS } from "./commands/table.ts";
import type { KubectlHost, KubectlResult } from "./host.ts";
import { commandHelp, groupHelp, rootHelp } from "./run-help.ts";
import { isRealCommand, suggestions } from "./suggest.ts";

interface Output {
  out(text: string): void;
  err(text: string): void;
}

/**
 * Runs one kubectl command: `run(["get", "ds", "-A"], host)`. Never throws because of what was typed: errors are in `stderr`,
 * with the exit code that kubectl ends with.
 */
export function run(args: readonly string[], host: KubectlHost): KubectlResult {
  let stdout = "";
  let stderr = "";
  const output: Output = {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
  };
  let exitCode = 0;
  try {
    dispatch(args, host, output);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    output.err(failureText(error));
    exitCode = error.exitCode;
  }
  return { stdout, stderr, exitCode };
}

function dispatch(args: readonly string[], host: KubectlHost, output: Output): void {
  const { name, rest } = firstWord(args, GLOBAL_FLAGS);
  if (name === undefined || name === "help") {
    parseArgs(rest, GLOBAL_FLAGS, "kubectl");
    output.out(rootHelp(COMMANDS));
    return;
  }
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry === undefined) throw unknownCommand(name, args);
  if (isGroup(entry)) {
    runGroup(entry, rest, host, output);
    return;
  }
  runCommand(entry, `kubectl ${entry.name}`, rest, host, output);
}

function isGroup(entry: CommandEntry): entry is CommandGroup {
  return "commands" in entry;
}

function unknownCommand(name: string, args: readonly string[]): KubectlError {
  if (isRealCommand(name)) return new KubectlError(`the command "${name}" is not simulated`);
  const before = args[0] ?? "";
  if (before.startsWith("-")) {
    return new PlainFailure(`Error: flags cannot be placed before plugin name: ${before}`);
  }
  const close = suggestions(name);
  const hint = close.length === 0 ? "" : `\n\nDid you mean this?\n${close.map((c) => `\t${c}\n`).join("")}`;
  return new KubectlError(`unknown command ${JSON.stringify(name)} for "kubectl"${hint}`);
}

/** Source: pkg/cmd/util DefaultSubCommandRun. */
function runGroup(group: CommandGroup, args: readonly string[], host: KubectlHost, output: Output): void {
  const path = `kubectl ${group.name}`;
  const { name, rest } = firstWord(args, [...(group.self?.flags ?? []), ...GLOBAL_FLAGS]);
  const found = group.commands.find((command) => command.name === name);
  if (found !== undefined) {
    runCommand(found, `${path} ${found.name}`, rest, host, output);
    return;
  }
  if (group.self !== undefined) {
    runCommand(group.self, path, args, host, output);
    return;
  }
  const parsed = parseArgs(args, GLOBAL_FLAGS, path);
  if (parsed.bool("help")) {
    output.out(groupHelp(group, path));
    return;
  }
  if (parsed.args.length > 0) {
    throw usageError(path, `unknown command ${JSON.stringify(parsed.args.join(" "))}`);
  }
  output.out(groupHelp(group, path));
  throw new SilentExit("");
}

function runCommand(command: Command, path: string, words: readonly string[], host: KubectlHost, output: Output): void {
  const parsed = parseArgs(words, [...command.flags, ...GLOBAL_FLAGS], path);
  if (parsed.bool("help")) {
    output.out(commandHelp(command, path));
    return;
  }
  requireTimeout(parsed.text("request-timeout"));
  const namespace = parsed.text("namespace");
  const warn = warner(output.err);
  command.run({
    host,
    path,
    flags: parsed,
    args: parsed.args,
    namespace: namespace || "default",
    enforceNamespace: namespace !== "",
    out: output.out,
    err: output.err,
    warn,
    send: sender(host, warn),
  });
}

/** Source: client-go/tools/clientcmd/helpers.go ParseTimeout. */
function requireTimeout(text: string): void {
  if (/^\d+$/.test(text) || parseDuration(text) !== undefined) return;
  throw new KubectlError(
    "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)",
  );
}

/**
 * The first word that is neither a flag nor a flag's value, and all the others.
 * Source: github.com/spf13/cobra command.go stripFlags, argsMinusFirstX.
 */
function firstWord(args: readonly string[], table: readonly Flag[]): { name?: string; rest: readonly string[] } {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (word === "--") break;
    if (!word.startsWith("-")) return { name: word, rest: [...args.slice(0, at), ...args.slice(at + 1)] };
    if (takesNext(word, table)) at++;
  }
  return { rest: args };
}

function takesNext(word: string, table: readonly Flag[]): boolean {
  if (word.includes("=")) return false;
  if (word.startsWith("--")) return table.find((flag) => flag.name === word.slice(2))?.bare === undefined;
  return word.length === 2 && table.find((flag) => flag.short === word.slice(1))?.bare === undefined;
}
