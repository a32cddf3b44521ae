import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type ExecOptions, execKubectl } from "./exec.ts";
import { type ExploreCommandOptions, exploreModel } from "./explore/explore.ts";
import { type FuzzOptions, fuzz } from "./fuzz/fuzz.ts";
import { type ReplayOptions, replayToken } from "./replay.ts";
import { type RunOptions, runWalkthrough } from "./run.ts";
import type { Terminal } from "./terminal.ts";

const PACKAGE = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

/** The tutorial: in the package, or, in a checkout, among the examples. */
const TUTORIALS = ["../tutorial/README.md", "../../../examples/daemonset-tutorial/README.md"];

/** What ends `kubetick` when it cannot do its own part. kubectl's own failures are 1, and so is a walkthrough that differs. */
const TROUBLE = 2;

/** The exit code; a promise where a command has to wait for something. */
type ExitCode = number | Promise<number>;

type End = (exitCode: ExitCode) => void;

/** `kubetick ARGS`. Never throws, nor is it rejected, because of what was typed. Returns the exit code. */
export function kubetick(args: readonly string[], terminal: Terminal): ExitCode {
  let exitCode: ExitCode = 0;
  const program = commands(terminal, (code) => {
    exitCode = code;
  });
  const failed = (error: Error) => {
    terminal.err(`kubetick: ${error.message}\n`);
    return TROUBLE;
  };
  try {
    program.parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : TROUBLE;
    return failed(error as Error);
  }
  return typeof exitCode === "number" ? exitCode : (exitCode as Promise<number>).catch(failed);
}

function commands(terminal: Terminal, end: End): Command {
  const program = new Command("kubetick")
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .description("A deterministic Kubernetes cluster in memory. Without a command: the DaemonSet tutorial.")
    .version(PACKAGE.version)
    .enablePositionalOptions()
    .action(() => end(runWalkthrough(tutorial(), {}, terminal)));
  addRun(program, terminal, end);
  addExec(program, terminal, end);
  addReplay(program, terminal, end);
  addFuzz(program, terminal, end);
  addExplore(program, terminal, end);
  return program;
}

function addRun(program: Command, terminal: Terminal, end: End): void {
  program
    .command("run")
    .description("play a walkthrough: Markdown whose console blocks hold kubectl commands")
    .argument("[file]", "the walkthrough (default: the DaemonSet tutorial)")
    .option("--check", "compare the output with what the file shows; exit 1 with a diff where they differ")
    .addOption(new Option("--update", "write the output into the file, in place of what it shows").conflicts("check"))
    .option("--hash", "print the final state's hash as the last line")
    .option("--seed <n>", "what names and uids are made from", wholeNumber)
    .action((file: string | undefined, options: RunOptions) =>
      end(runWalkthrough(file ?? tutorial(), options, terminal)),
    );
}

function addExec(program: Command, terminal: Terminal, end: End): void {
  program
    .command("exec")
    .description("run one kubectl command on a new cluster, or on the one kept in a snapshot file")
    .usage("[options] -- <kubectl's arguments>")
    .argument("[args...]", "kubectl's arguments")
    .option("--nodes <n>", "how many nodes a new cluster has (default: 1)", wholeNumber)
    .addOption(
      new Option("--cluster <name>", "a new cluster is like that of").choices(["docker-desktop"]).conflicts("nodes"),
    )
    .option("--snapshot <path>", "the file that keeps the cluster from one command to the next")
    .option(
      "--advance <time>",
      "let exactly this much time pass after the command, such as 30s, or 0s for none (default: until the cluster has settled)",
    )
    .option("--seed <n>", "what names and uids are made from", wholeNumber)
    .passThroughOptions()
    .action((args: string[], options: ExecOptions) =>
      end(execKubectl(args[0] === "kubectl" ? args.slice(1) : args, options, terminal)),
    );
}

function addReplay(program: Command, terminal: Terminal, end: End): void {
  program
    .command("replay")
    .description("play a run again that a failed check has told the token of; exit 1 while an invariant is broken")
    .argument("<token>", "the token: kt1:…")
    .option(
      "--model <file>",
      "a module with the code that the token only names: strategies, components, invariants, clients",
    )
    .action((token: string, options: ReplayOptions) => end(replayToken(token, options, terminal)));
}

function addFuzz(program: Command, terminal: Terminal, end: End): void {
  program
    .command("fuzz")
    .description("play runs of a model at random until the time is over; exit 1 if an invariant is broken in one")
    .option("--time <time>", "for how long, such as 30s or 8h (default: 10m)")
    .option("--runs <n>", "until there are so many runs, those of earlier sessions too", positiveNumber)
    .option("--workers <n>", "how many threads (default: as many as there are cores)", positiveNumber)
    .option("--model <file>", "a module whose default export is the model (default: a DaemonSet with RollingUpdate)")
    .option("--corpus <dir>", "the folder that keeps the campaign, and from which it is resumed")
    .option("--seed <n>", "chooses the runs (default: the corpus', or one that differs each time)", wholeNumber)
    .option("--verbose", "print a line for each unit of runs that is done")
    .action((options: FuzzOptions) => end(fuzz(options, terminal)));
}

function addExplore(program: Command, terminal: Terminal, end: End): void {
  program
    .command("explore")
    .description("look at every state that a model can come to; exit 1 if an invariant is broken in one")
    .requiredOption("--model <file>", "a module whose default export is the model")
    .option(
      "--workers <n>",
      "how many threads (default: as many as there are cores; one where they cannot share)",
      positiveNumber,
    )
    .addOption(
      new Option(
        "--order <order>",
        "in which order states are looked at (default: breadth; depth takes the least memory)",
      ).choices(["breadth", "depth", "departures"]),
    )
    .option("--guided <n>", "perturb one run in up to so many places, in place of looking at every state", wholeNumber)
    .option("--max-states <n>", "give up after so many states", positiveNumber)
    .option("--checkpoint <file>", "the file that keeps the search, and from which it goes on")
    .option("--one-end", "find runs that end in several ways though people have done the same")
    .action((options: ExploreCommandOptions) => end(exploreModel(options, terminal)));
}

function tutorial(): string {
  const found = TUTORIALS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  if (found === undefined) throw new Error("the tutorial is missing from this installation");
  return found;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("a whole number is wanted");
  return value;
}

function positiveNumber(text: string): number {
  const value = wholeNumber(text);
  if (value === 0) throw new InvalidArgumentError("one or more are wanted");
  return value;
}
