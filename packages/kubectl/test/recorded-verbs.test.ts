import { readFileSync } from "node:fs";
import { Cluster } from "@kubetick/cluster";
import { expect, test } from "vitest";
import { kubectl } from "../src/index.ts";

interface Recorded {
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const { files } = read<{ readonly files: Readonly<Record<string, string>> }>("recorder/scenarios.json");
const recorded = read<readonly Recorded[]>("recorded-verbs/verbs.json");

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")) as T;
}

/** Names that the server makes up, and what klog knows of its process. */
function withoutChance(text: string): string {
  return text
    .replace(/(a-|agent-|web-[a-f0-9]{6,10}-)[a-z0-9]{5}\b/g, "$1?????")
    .replace(/^(app|from)=.*\n(app|from)=.*\n$/, "labels in any order\n")
    .replace(/kubectl-edit-\d+/g, "kubectl-edit-1");
}

const cluster = new Cluster({ nodes: 3 });
const $ = kubectl(cluster, {
  readFile(path) {
    if (path === "-") return "";
    const text = files[path];
    if (text === undefined) throw new Error(`no file ${path}`);
    return text;
  },
  edit: (text) => text,
});

// One history, told in the order in which it was recorded: each command finds what those before it left.
test.each(recorded.map((one) => [one.command, one] as const))("kubectl %s", (command, { stdout, stderr, exitCode }) => {
  // The recorder, too, let the cluster come to rest before each command.
  cluster.settle();
  const result = $.run(command.split(" "));
  expect({ ...result, stdout: withoutChance(result.stdout), stderr: withoutChance(result.stderr) }).toEqual({
    stdout: withoutChance(stdout),
    stderr: withoutChance(stderr),
    exitCode,
  });
});
