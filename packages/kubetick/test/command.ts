import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { kubetick } from "../src/cli.ts";

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

interface Around {
  readonly stdin?: string;
  readonly environment?: Record<string, string>;
}

/** `kubetick ARGS`, as a shell would run it. */
export function command(args: readonly string[], around: Around = {}): Ended {
  const { exitCode, printed } = started(args, around);
  if (typeof exitCode !== "number") throw new Error(`kubetick ${args[0]} takes its time: await it`);
  return { ...printed(), exitCode };
}

/** The same of a command that takes its time. */
export async function slowCommand(args: readonly string[], around: Around = {}): Promise<Ended> {
  const { exitCode, printed } = started(args, around);
  const ended = await exitCode;
  return { ...printed(), exitCode: ended };
}

function started(args: readonly string[], { stdin = "", environment = {} }: Around) {
  let stdout = "";
  let stderr = "";
  const exitCode = kubetick(args, {
    out: (text) => {
      stdout += text;
    },
    err: (text) => {
      stderr += text;
    },
    stdin: () => stdin,
    environment: { PATH: process.env["PATH"], ...environment },
  });
  return { printed: () => ({ stdout, stderr }), exitCode };
}

/** A folder for one test, with these files in it. Returns the path of a name in it. */
export function folderWith(files: Readonly<Record<string, string>> = {}): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "kubetick-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

export const DAEMON_SET = `
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent, namespace: kube-system }
spec:
  selector: { matchLabels: { app: agent } }
  template:
    metadata: { labels: { app: agent } }
    spec:
      containers:
      - { name: agent, image: "example.com/agent:1" }
`;

export function nodeYaml(name: string): string {
  return `{ apiVersion: v1, kind: Node, metadata: { name: ${name} } }\n`;
}
