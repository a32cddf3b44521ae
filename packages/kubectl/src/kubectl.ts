import type { Cluster } from "@kubetick/cluster";
import { clusterHost, type KubectlOptions } from "./cluster-host.ts";
import type { KubectlHost, KubectlResult } from "./host.ts";
import { run } from "./run.ts";
import { words } from "./words.ts";

/** kubectl for one cluster: a tag for templates, and a function. */
export interface Kubectl {
  /** What a terminal shows: standard output, then standard error. A value in the template is one word, or several where it is a list. */
  (command: TemplateStringsArray, ...values: readonly (string | number | readonly string[])[]): string;
  /** The same for a command line in a string, or for its words. */
  (command: string | readonly string[]): string;
  /** The two outputs apart, and the exit code. Never throws because of what was typed. */
  run(command: string | readonly string[]): KubectlResult;
}

/**
 * kubectl for a cluster.
 *
 * @example
 * const $ = kubectl(cluster);
 * $`get daemonset -n kube-system`;
 * $.run(["delete", "pod", name]).exitCode;
 */
export function kubectl(cluster: Cluster, options: KubectlOptions = {}): Kubectl {
  const host: KubectlHost = clusterHost(cluster, options);
  const runCommand = (command: string | readonly string[]): KubectlResult =>
    run(withoutName(typeof command === "string" ? words(command) : command), host);
  const shown = (command: TemplateStringsArray | string | readonly string[], ...values: readonly Value[]): string => {
    const { stdout, stderr } = runCommand(isTemplate(command) ? templateWords(command, values) : command);
    return stdout + stderr;
  };
  return Object.assign(shown, { run: runCommand }) as Kubectl;
}

type Value = string | number | readonly string[];

function isTemplate(command: TemplateStringsArray | string | readonly string[]): command is TemplateStringsArray {
  return typeof command !== "string" && "raw" in command;
}

/** `kubectl get pods` is as good as `get pods`. */
function withoutName(command: readonly string[]): readonly string[] {
  return command[0] === "kubectl" ? command.slice(1) : command;
}

/** Values are quoted, so that whatever is in them stays one word. */
function templateWords(strings: TemplateStringsArray, values: readonly Value[]): readonly string[] {
  return words(String.raw({ raw: strings.raw }, ...values.map(quoted)));
}

function quoted(value: Value): string {
  if (typeof value === "object") return value.map(quoted).join(" ");
  return `'${String(value).replaceAll("'", "'\\''")}'`;
}
