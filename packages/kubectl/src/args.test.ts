import { expect, test } from "vitest";
import { flags, parseArgs } from "./args.ts";

const TABLE = flags(
  "-n, --namespace=''",
  "-A, --all-namespaces=false",
  "-o, --output=''",
  "-f, --filename=[]",
  "-e, --env=[...]",
  "--dry-run='none'~unchanged",
  "--grace-period=-1",
  "--timeout=0s",
);

const parse = (...words: string[]) => parseArgs(words, TABLE, "kubectl get");

test.each([["-n", "ns"], ["-nns"], ["-n=ns"], ["--namespace", "ns"], ["--namespace=ns"]])(
  "reads a namespace from %s",
  (...words) => {
    expect(parse("pods", ...words, "x").text("namespace")).toBe("ns");
    expect(parse("pods", ...words, "x").args).toEqual(["pods", "x"]);
  },
);

test("reads bundled letters", () => {
  const parsed = parse("-Aoname", "pods");
  expect([parsed.bool("all-namespaces"), parsed.text("output"), parsed.args]).toEqual([true, "name", ["pods"]]);
});

test("stops at -- and says how many words came before", () => {
  const parsed = parse("a", "--", "-n", "b");
  expect([parsed.args, parsed.dash]).toEqual([["a", "-n", "b"], 1]);
});

test("gives a flag without its value the value that it then has", () => {
  expect(parse("--dry-run", "pods").text("dry-run")).toBe("unchanged");
  expect(parse("--dry-run=server").text("dry-run")).toBe("server");
});

test("collects repeated flags, and splits only lists at commas", () => {
  const parsed = parse("-f", "a,b", "-f", '"c,d"', "-e", "A=1,2", "-e", "B=3");
  expect([parsed.list("filename"), parsed.list("env")]).toEqual([
    ["a", "b", "c,d"],
    ["A=1,2", "B=3"],
  ]);
});

test("reads numbers and durations", () => {
  const parsed = parse("--grace-period=0", "--timeout=1m30s");
  expect([parsed.int("grace-period"), parsed.duration("timeout"), parse().int("grace-period")]).toEqual([
    0, 90_000, -1,
  ]);
});

// Recorded from kubectl v1.37.2.
test.each([
  [["--foo"], "unknown flag: --foo"],
  [["-Z"], "unknown shorthand flag: 'Z' in -Z"],
  [["-n"], "flag needs an argument: 'n' in -n"],
  [["--namespace"], "flag needs an argument: --namespace"],
  [
    ["-A=maybe"],
    'invalid argument "maybe" for "-A, --all-namespaces" flag: strconv.ParseBool: parsing "maybe": invalid syntax',
  ],
  [
    ["--grace-period=x"],
    'invalid argument "x" for "--grace-period" flag: strconv.ParseInt: parsing "x": invalid syntax',
  ],
  [["--timeout=foo"], 'invalid argument "foo" for "--timeout" flag: time: invalid duration "foo"'],
])("refuses %s as kubectl does", (words, message) => {
  expect(() => parse(...words)).toThrow(`${message}\nSee 'kubectl get --help' for usage.`);
});
