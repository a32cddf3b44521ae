#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { type ExecOptions, execKubectl } from "./exec.ts";
import { type RunOptions, runWalkthrough } from "./run.ts";

const PACKAGE = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string };

/** The tutorial: in the package, or, in a checkout, among the examples. */
const TUTORIALS = ["../tutorial/README.md", "../../../examples/daemonset-tutorial/README.md"];

function tutorial(): string {
  const found = TUTORIALS.map((path) => fileURLToPath(new URL(path, import.meta.url))).find((path) => existsSync(path));
  if (found === undefined) throw new Error("the tutorial is missing from this installation");
  return found;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("a whole number is wanted");
  return value;
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const print = (text: string) => void process.stdout.write(text);

const program = new Command("kubetick")
  .description("A deterministic Kubernetes cluster in memory. Without a command: the DaemonSet tutorial.")
  .version(PACKAGE.version)
  .enablePositionalOptions()
  .action(() => {
    process.exitCode = runWalkthrough(tutorial(), {}, print);
  });

program
  .command("run")
  .description("play a walkthrough: Markdown whose console blocks hold kubectl commands")
  .argument("[file]", "the walkthrough (default: the DaemonSet tutorial)")
  .option("--check", "compare the output with what the file shows; exit 1 with a diff where they differ")
  .option("--update", "write the output into the file, in place of what it shows")
  .option("--hash", "print the final state's hash as the last line")
  .option("--seed <n>", "what names and uids are made from", wholeNumber)
  .action((file: string | undefined, options: RunOptions) => {
    process.exitCode = runWalkthrough(file ?? tutorial(), options, print);
  });

program
  .command("exec")
  .description("run one kubectl command on a new cluster, or on the one kept in a snapshot file")
  .usage("[options] -- <kubectl's arguments>")
  .argument("[args...]", "kubectl's arguments")
  .option("--nodes <n>", "how many nodes a new cluster has (default: 1)", wholeNumber)
  .option("--cluster <name>", "a new cluster is like that of: docker-desktop")
  .option("--snapshot <path>", "the file that keeps the cluster from one command to the next")
  .option(
    "--advance <time>",
    "let exactly this much time pass after the command, such as 30s (default: until the cluster has settled)",
  )
  .option("--seed <n>", "what names and uids are made from", wholeNumber)
  .passThroughOptions()
  .action((args: string[], options: ExecOptions) => {
    const { stdout, stderr, exitCode } = execKubectl(args[0] === "kubectl" ? args.slice(1) : args, options);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = exitCode;
  });

try {
  program.parse();
} catch (error) {
  process.stderr.write(`kubetick: ${(error as Error).message}\n`);
  process.exitCode = 2;
}
