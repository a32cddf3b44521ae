import { expect, test } from "vitest";
import { words } from "./words.ts";

test("splits at white space and keeps quoted words whole", () => {
  expect(words(`patch ds x -p '{"a": "b c"}' --type=merge`)).toEqual([
    "patch",
    "ds",
    "x",
    "-p",
    '{"a": "b c"}',
    "--type=merge",
  ]);
  expect(words(`a"b c"'d e'f ""`)).toEqual(["ab cd ef", ""]);
});

test("reads backslashes as a shell does", () => {
  expect(words(String.raw`a\ b "c\"d\e" 'f\g'`)).toEqual(["a b", String.raw`c"d\e`, String.raw`f\g`]);
  expect(words("get \\\n  pods")).toEqual(["get", "pods"]);
});

test("leaves out comments, but not a # inside a word", () => {
  expect(words("get pods#1 # all of them")).toEqual(["get", "pods#1"]);
});

test("refuses a quote that is not closed", () => {
  expect(() => words("get 'pods")).toThrow("unclosed quote");
});
