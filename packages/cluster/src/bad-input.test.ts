import type { Component } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { Cluster } from "./cluster.ts";

/** What people hand to a cluster that makes no sense: a clear error of one line, and the cluster as it was. */

const start = new Cluster({ nodes: 1 }).settle();

function attempt(act: (cluster: Cluster) => unknown): { readonly error: string; readonly changed: boolean } {
  const cluster = start.fork();
  let error = "";
  try {
    act(cluster);
  } catch (thrown) {
    error = `${(thrown as Error).name}: ${(thrown as Error).message}`;
  }
  return { error, changed: cluster.hash() !== start.hash() };
}

function config(extra: object): object {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "x" }, ...extra };
}

const cycle: { data?: unknown } = config({});
cycle.data = cycle;

const BOMB = Array.from("bcdefghi")
  .map((letter, at) => `${letter}: &${letter} [${Array(9).fill(`*${"abcdefgh"[at]}`).join(",")}]`)
  .join("\n");

describe("apply", () => {
  test.each<[string, unknown, string]>([
    [
      "YAML that is cut off",
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x",
      "ManifestError: document 1: error converting YAML to JSON: yaml: line 2: did not find expected ',' or '}'",
    ],
    [
      "a YAML bomb",
      `a: &a [lol, lol]\n${BOMB}`,
      "ManifestError: document 1: error converting YAML to JSON: yaml: document contains excessive aliasing",
    ],
    [
      "an anchor that is not there",
      "metadata: *nothing",
      "ManifestError: document 1: error converting YAML to JSON: yaml: unknown anchor 'nothing' referenced",
    ],
    ["a word", "hello", 'ManifestError: object 1: an object is wanted, not "hello"'],
    ["a list of words", "[a, b]", 'ManifestError: object 1: an object is wanted, not ["a","b"]'],
    ["no kind", "apiVersion: v1", 'ManifestError: object 1: kind is missing, such as "DaemonSet"'],
    [
      "an unknown kind",
      "{apiVersion: v1, kind: Nope, metadata: {name: a}}",
      'ManifestError: no kind "Nope" in version "v1": apply its CustomResourceDefinition first',
    ],
    ["null", null, "ManifestError: object 1: an object is wanted, not null"],
    ["a list of numbers", [5], "ManifestError: object 1: an object is wanted, not 5"],
    ["a cycle", cycle, "ManifestError: object 1: the body is nested deeper than 500 levels"],
    ["NaN", config({ data: { a: Number.NaN } }), "ManifestError: object 1: data.a is NaN, which JSON does not have"],
    [
      "a name that is a number",
      config({ metadata: { name: 5 } }),
      "ManifestError: ConfigMap: metadata.name is missing; apply finds objects by their names",
    ],
  ])("%s", (_title, manifest, error) => {
    expect(attempt((cluster) => cluster.apply(manifest as string))).toEqual({ error, changed: false });
  });

  test("the key __proto__, as a label: the server's own answer", () => {
    const { error, changed } = attempt((cluster) =>
      cluster.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: x, labels: {__proto__: a}}}"),
    );
    expect(error).toMatch(
      /^ApiError: ConfigMap x: ConfigMap "x" is invalid: metadata.labels: Invalid value: "__proto__"/,
    );
    expect(changed).toBe(false);
  });

  test("deep YAML ends, with an error", () => {
    for (const text of ["[".repeat(20_000), "{a: ".repeat(5_000), "- ".repeat(5_000), "? ".repeat(5_000)])
      expect(attempt((cluster) => cluster.apply(text)).error).toMatch(/^ManifestError: document 1: /);
  });
});

const NODES = 'an object is named by a text such as "default/my-pod" or "node-1"';

test.each<[string, (cluster: Cluster) => unknown, string]>([
  [
    "addNode(null)",
    (c) => c.addNode(null as never),
    'ApiError: Node "" is invalid: metadata.name: Required value: name or generateName is required',
  ],
  ["addNode, of one that is there", (c) => c.addNode("node-1"), 'ApiError: nodes "node-1" already exists'],
  [
    "addNode, with a capacity that is none",
    (c) => c.addNode({ name: "a", capacity: { cpu: "many" } }),
    "ApiError: Node in version \"v1\" cannot be handled as a Node: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  ["removeNode, of none", (c) => c.removeNode("nope"), 'ApiError: nodes "nope" not found'],
  ["removeNode(5)", (c) => c.removeNode(5 as never), `TypeError: ${NODES}, not by 5`],
  ["failNode, of none", (c) => c.failNode("nope"), 'ApiError: nodes "nope" not found'],
  ["recoverNode, of none", (c) => c.recoverNode("nope"), 'ApiError: nodes "nope" not found'],
  ["slowNode, of none", (c) => c.slowNode("nope", 2), 'ApiError: nodes "nope" not found'],
  [
    "slowNode, by a half",
    (c) => c.slowNode("node-1", 0.5),
    'ApiError: Machine.sim.kubetick.dev "node-1" is invalid: spec.slowdown: Invalid value: 0.5: must be a whole number, from 1 to 1000',
  ],
  ["pods.get(null)", (c) => c.pods.get(null as never), `TypeError: ${NODES}, not by null`],
  [
    "pods.update(null)",
    (c) => c.pods.update(null as never),
    "ApiError: the server does not allow this method on the requested resource",
  ],
  [
    "setImages, of a word",
    (c) => c.setImages("x" as never),
    'TypeError: images are an object, such as { "nginx:*": runs() }, and not x',
  ],
  [
    "setImages, of a number for an image",
    (c) => c.setImages({ a: 5 as never }),
    "TypeError: the image a needs a behaviour, such as runs(), and not 5",
  ],
  [
    "setImages, with a time that is none",
    (c) => c.setImages({ a: { pullTime: "1s" as never } }),
    'ApiError: ImageBehaviour.sim.kubetick.dev "iae" is invalid: spec.pullTime: Invalid value: "1s": must be milliseconds, from 0 to 10000000000000',
  ],
  [
    "setImages, with a field that is misspelt",
    (c) => c.setImages({ a: { pulltime: 5 } as never }),
    'ApiError: ImageBehaviour.sim.kubetick.dev "iae" is invalid: spec.pulltime: Invalid value: 5: no such field: there are image, node, env, pullTime, pullError, imageSize, startTime, exits, readiness, liveness, startup, stopTime, stopCode',
  ],
  [
    "advance, by no time span",
    (c) => c.advance("5 minutes"),
    'RangeError: "5 minutes" is no time span: give milliseconds, or a text such as "30s", "1m30s" or "4d20h"',
  ],
  [
    "advance, by more than there is",
    (c) => c.advance("99999999999d"),
    'RangeError: "99999999999d" is no time span: give milliseconds, or a text such as "30s", "1m30s" or "4d20h"',
  ],
  [
    "advanceTo(NaN)",
    (c) => c.advanceTo(Number.NaN),
    "RangeError: time is told in milliseconds since 1970, at most 253402300799000: there is no NaN",
  ],
  [
    "proceed(Infinity)",
    (c) => c.proceed(Number.POSITIVE_INFINITY),
    "RangeError: time is told in milliseconds since 1970, at most 253402300799000: there is no Infinity",
  ],
  [
    "new Cluster, of three nodes in words",
    () => new Cluster({ nodes: "3" as never }),
    "RangeError: nodes must be a whole number of at least 0, not 3",
  ],
  [
    "new Cluster, with a seed that is none",
    () => new Cluster({ seed: Number.NaN }),
    "RangeError: seed must be a whole number, not NaN",
  ],
])("%s", (_title, act, error) => {
  expect(attempt(act)).toEqual({ error, changed: false });
});

test("a request that is none is answered, and not remembered", () => {
  const cluster = start.fork();
  expect(cluster.request(null as never)).toMatchObject({ code: 400, body: { reason: "BadRequest" } });
  expect(cluster.history).toEqual(start.history);
});

test("what was handed over may be changed afterwards: neither the cluster nor its history changes", () => {
  const cluster = start.fork();
  const body = { metadata: { name: "x", namespace: "default" }, data: { k: "v" } };
  cluster.api.create("configmaps", body);
  const hash = cluster.hash();
  body.data.k = "changed";
  expect(cluster.hash()).toBe(hash);
  expect(cluster.configMaps.get("default/x")).toMatchObject({ data: { k: "v" } });
  expect(cluster.history.at(-1)).toMatchObject({ request: { body: { data: { k: "v" } } } });
});

describe("restore", () => {
  const text = start.snapshot();
  test.each<[string, unknown, string]>([
    ["nothing", "", "the snapshot is no JSON (was it cut off?): "],
    ["half of one", text.slice(0, 5_000), "the snapshot is no JSON (was it cut off?): "],
    ["a number", 5, 'this is no kubetick snapshot: it lacks "kubetick": "snapshot"'],
    ["an envelope", '{"kubetick":"snapshot","format":1}', "the snapshot is damaged: it holds no state"],
    ["one that was changed", text.replace("node-1", "node-2"), "the snapshot is damaged: its contents have the hash "],
    [
      "one with a key too many",
      text.replace('"state":{', '"state":{"__proto__":{"x":1},'),
      "the snapshot is damaged: its contents have the hash ",
    ],
    ["brackets", "[".repeat(100_000), "the snapshot is no JSON (was it cut off?): "],
  ])("%s", (_title, snapshot, message) => {
    const { error } = attempt(() => Cluster.restore(snapshot as string));
    expect(error.startsWith(`SnapshotError: ${message}`)).toBe(true);
  });
});

test("what the cluster hands out cannot be changed behind its back", () => {
  const cluster = start.fork();
  const before = cluster.hash();
  const change = (object: unknown) => () => {
    (object as { metadata: { name: string } }).metadata.name = "other";
  };
  expect(change(cluster.nodes.get("node-1"))).toThrow(TypeError);
  expect(change(cluster.nodes.list()[0])).toThrow(TypeError);
  let seen: unknown;
  cluster.api.watch("nodes", ({ object }) => {
    seen = object;
  });
  const written = cluster.nodes.patch("node-1", { metadata: { labels: { a: "b" } } });
  expect(change(written)).toThrow(TypeError);
  expect(change(seen)).toThrow(TypeError);
  expect(cluster.nodes.get("node-1").metadata.name).toBe("node-1");
  expect(start.hash()).toBe(before);
});

test("a controller that never stops is found out", () => {
  const restless: Component = {
    name: "restless",
    watches: ["nodes"],
    onEvent: (_, { enqueue }) => enqueue("again"),
    *reconcile(key, { enqueue }) {
      enqueue(key);
    },
  };
  const cluster = new Cluster({ nodes: 1, components: [restless] });
  expect(() => cluster.settle()).toThrow(
    "too much happens at 2026-01-01T00:00:00Z for the clock ever to move on:\n  restless has in its queue: again",
  );
});
