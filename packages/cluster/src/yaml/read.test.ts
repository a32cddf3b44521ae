import { expect, test } from "vitest";
import { readYaml } from "./read.ts";

test("reads plain words and numbers as Go's YAML 1.1 library does", () => {
  expect(readYaml("[yes, Off, n, true, ~, 0644, 0x1F, 1_000, 1:30, 2026-01-01, 1.5, .inf, '1', 1e3]")).toEqual([
    true,
    false,
    false,
    true,
    null,
    420,
    31,
    1000,
    "1:30",
    "2026-01-01",
    1.5,
    Number.POSITIVE_INFINITY,
    "1",
    1000,
  ]);
});

test("takes the last of equal keys, and merges with <<", () => {
  expect(readYaml("a: 1\na: 2\n")).toEqual({ a: 2 });
  expect(readYaml("x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  b: 3\n")).toEqual({ x: { a: 1, b: 2 }, z: { a: 1, b: 3 } });
});

test("keeps __proto__ as an ordinary key", () => {
  const value = readYaml("__proto__: {polluted: 1}\nconstructor: 2\n") as object;
  expect(Object.hasOwn(value, "__proto__")).toBe(true);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

// sigs.k8s.io/yaml/goyaml.v2 scannerc.go yaml_parser_scan_flow_scalar: indentation counts for nothing between quotes.
test.each([
  ["a:\n  b: 'one\n  two'\n  c: d\n", { a: { b: "one two", c: "d" } }],
  ["a:\n  b: 'it''s\n\n two: ''x'''\n  c: d\n", { a: { b: "it's\ntwo: 'x'", c: "d" } }],
  ['a:\n  b: "one\\"\n two\nthree"\n  c: "d\n  e"\n', { a: { b: 'one" two three', c: "d e" } }],
  ["a:\n  - 'one\n  two'\n  - 'three\n  four'\n", { a: ["one two", "three four"] }],
])("a text between quotes may go on with any indentation: %j", (text, value) => {
  expect(readYaml(text)).toEqual(value);
});

test("a quote that is never closed is an error, wherever its text goes on", () => {
  expect(() => readYaml("a:\n  b: 'one\n  two\n")).toThrow("found unexpected end of stream");
});

// The texts of kubectl v1.37.2, after `error converting YAML to JSON: `.
test.each([
  [
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n\tfoo: b\n",
    "yaml: line 5: found a tab character that violates indentation",
  ],
  ["apiVersion: v1\nkind: ConfigMap\nmetadata: a: b\n", "yaml: line 3: mapping values are not allowed in this context"],
  ["apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: [a\n", "yaml: line 4: did not find expected ',' or ']'"],
  ['apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "a\n', "yaml: line 5: found unexpected end of stream"],
  ["apiVersion: v1\nkind: ConfigMap\n  bad: x\n", "yaml: line 3: mapping values are not allowed in this context"],
  ["a: {b: c\n", "yaml: line 1: did not find expected ',' or '}'"],
  ["a:\n- b\n c: d\n", "yaml: line 3: mapping values are not allowed in this context"],
  ["a:\n  b: 1\n c: 2\n", "yaml: line 2: did not find expected key"],
  ["a: *x\n", "yaml: unknown anchor 'x' referenced"],
  ["a: 1\nb\n", "yaml: line 3: could not find expected ':'"],
  ["a: @x\n", "yaml: found character that cannot start any token"],
  ["key: [a, b\nc: d\n", "yaml: line 1: did not find expected ',' or ']'"],
  ["metadata:\n  name: x\n    labels: y\n", "yaml: line 3: mapping values are not allowed in this context"],
])("refuses %j", (text, message) => {
  expect(() => readYaml(text)).toThrow(message);
});

test("refuses a bomb of aliases", () => {
  const levels = "abcdefgh".split("").map((name, i, all) => {
    const previous = i === 0 ? "x" : `*${all[i - 1]}`;
    return `${name}: &${name} [${Array.from({ length: 9 }, () => previous).join(",")}]\n`;
  });
  expect(() => readYaml(levels.join(""))).toThrow("yaml: document contains excessive aliasing");
});
