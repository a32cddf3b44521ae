import { describe, expect, it } from "vitest";
import { semanticEqual } from "./semantic-equal.ts";

describe("semantic equality", () => {
  it.each([
    ["absent, null and empty", { a: null, b: [], c: "", d: undefined }, {}, true],
    ["an empty map and none", { labels: {} }, {}, true],
    ["an empty volume source and none", { emptyDir: {} }, {}, false],
    ["an empty selector and none", { selector: {} }, {}, false],
    ["zero and none", { replicas: 0 }, {}, false],
    ["the order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }, true],
    ["the order of items", ["a", "b"], ["b", "a"], false],
    ["nested values", { a: [{ b: 1 }] }, { a: [{ b: 1, c: [] }] }, true],
    ["an extra value", { a: 1 }, { a: 1, b: 2 }, false],
    ["a list and an object", { a: ["x"] }, { a: { 0: "x" } }, false],
    ["an own key __proto__", JSON.parse('{"__proto__":"x"}'), {}, false],
  ])("%s", (_, a, b, expected) => {
    expect(semanticEqual(a, b)).toBe(expected);
    expect(semanticEqual(b, a)).toBe(expected);
  });
});
