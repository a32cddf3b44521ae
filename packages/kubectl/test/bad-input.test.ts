import { readFileSync } from "node:fs";
import { Cluster } from "@kubetick/cluster";
import fc from "fast-check";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/commands/table.ts";
import { kubectl } from "../src/index.ts";

/** What a real kubectl v1.37.2 printed of command lines that are wrong, and the code that it ended with. */
interface Recorded {
  readonly args: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

const RECORDED = JSON.parse(
  readFileSync(new URL("recorded-verbs/bad-input.json", import.meta.url), "utf8"),
) as readonly Recorded[];

const DAEMON_SET = {
  metadata: { name: "d", namespace: "default" },
  spec: {
    selector: { matchLabels: { app: "a" } },
    template: { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "c", image: "i" }] } },
  },
};

/** The same objects as there: two nodes and a DaemonSet, and no controller that would do anything with them. */
const start = new Cluster({ builtin: [] });
const labels = { "kubernetes.io/hostname": "node-1", "kubernetes.io/os": "linux" };
start.api.create("nodes", { metadata: { name: "node-1", labels } });
start.api.create("nodes", { metadata: { name: "node-2" } });
start.api.create("daemonsets.apps", DAEMON_SET);

function readFile(path: string): string {
  if (path === "-") return "";
  throw new Error(`no file ${path}`);
}

test.each(RECORDED.map((one) => [one.args.join(" "), one] as const))("kubectl %s", (_title, { args, ...expected }) => {
  const cluster = start.fork();
  expect(kubectl(cluster, { readFile, edit: (text) => text }).run(args)).toEqual(expected);
  expect(cluster.hash()).toBe(start.hash());
});

const WORDS = Array.from(
  new Set(RECORDED.flatMap(({ args }) => args).flatMap((word) => [word, ...word.split("=")])),
).filter((word) => !/^\d{9,}/.test(word));
const FILES = [
  "",
  "{",
  "a: b",
  "- 1",
  "apiVersion: v1\nkind: Pod\n---\nkind: 5",
  '{"apiVersion":"v1","kind":"List","items":[{"kind":"Pod","apiVersion":"v1","metadata":null},5,null]}',
  "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: d, labels: [], annotations: {__proto__: 5}}\nspec: text",
  "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, annotations: {kubectl.kubernetes.io/last-applied-configuration: x}}",
];
const NAMES = ["ds", "ds/d", "daemonset", "d", "node", "nodes", "node-1", "node/node-1", "pods", "-f", "x", "--all"];
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...WORDS) },
  fc.string({ maxLength: 4 }),
);

/** A command with flags of its own, the values of which are anything. */
const command = fc
  .constantFrom(
    ...COMMANDS.flatMap((entry) => [
      { path: [entry.name], flags: "commands" in entry ? [] : entry.flags },
      ...("commands" in entry ? entry.commands.map((sub) => ({ path: [entry.name, sub.name], flags: sub.flags })) : []),
    ]),
  )
  .chain(({ path, flags }) =>
    fc
      .array(
        fc.record({
          flag: fc.constantFrom(...flags, { name: "namespace", bare: undefined }),
          value: word,
          bare: fc.boolean(),
        }),
        { maxLength: 2 },
      )
      .map((given) => [
        ...path,
        ...given.map(({ flag, value, bare }) =>
          bare && flag.bare !== undefined ? `--${flag.name}` : `--${flag.name}=${value}`,
        ),
      ]),
  );

test("metadata of the wrong type in a file: the words of Go's decoder", () => {
  const file = "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d, annotations: {a: 5}}}";
  expect(
    kubectl(start.fork(), { readFile: () => file }).run(["apply", "--validate=false", "-f", "x.yaml"]).stderr,
  ).toBe(
    'error: unable to decode "x.yaml": json: cannot unmarshal number into Go struct field ObjectMeta.metadata.annotations of type string\n',
  );
});

test("any words, any files: an answer", () => {
  const line = fc.tuple(
    command,
    fc.array(word, { maxLength: 4 }),
    fc.constantFrom(...FILES),
    fc.constantFrom(...FILES),
  );
  const property = fc.property(line, ([first, words, file, edited]) => {
    const args = [...first, ...words];
    const { exitCode, stderr } = kubectl(start.fork(), { readFile: () => file, edit: () => edited }).run(args);
    expect(exitCode === 0 || exitCode === 1).toBe(true);
    expect(stderr).not.toMatch(/undefined|\[object|TypeError|at .*\.ts:/);
  });
  fc.assert(property, { numRuns: Number(process.env["RUNS"] ?? 1000), seed: 1 });
});
