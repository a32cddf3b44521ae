import { describe, expect, it } from "vitest";
import type { Taint, Toleration } from "../kubernetes/types.ts";
import { addOrUpdateToleration, findMatchingUntoleratedTaint, formatTaint, toleratesTaint } from "./taint.ts";

const taint: Taint = { key: "foo", value: "bar", effect: "NoSchedule" };

// Source: staging/src/k8s.io/api/core/v1/toleration_test.go TestTolerationToleratesTaint.
describe("a toleration", () => {
  it.each<[string, Toleration, Taint, boolean]>([
    ["same key, Exists, same effect", { key: "foo", operator: "Exists", effect: "NoSchedule" }, taint, true],
    ["same key, Exists, any effect", { key: "foo", operator: "Exists" }, taint, true],
    ["any key", { operator: "Exists", effect: "NoSchedule" }, taint, true],
    ["everything", { operator: "Exists" }, taint, true],
    ["same value", { key: "foo", operator: "Equal", value: "bar", effect: "NoSchedule" }, taint, true],
    ["no operator is Equal", { key: "foo", value: "bar" }, taint, true],
    ["other value", { key: "foo", operator: "Equal", value: "bar2" }, taint, false],
    ["other key", { key: "foo2", operator: "Exists" }, taint, false],
    ["other effect", { key: "foo", operator: "Exists", effect: "NoExecute" }, taint, false],
    ["no value on either side", { key: "a" }, { key: "a", effect: "NoSchedule" }, true],
    [
      "Gt, its gate being off",
      { key: "a", operator: "Gt", value: "1" },
      { key: "a", value: "2", effect: "NoSchedule" },
      false,
    ],
  ])("%s", (_, toleration, of, expected) => expect(toleratesTaint(toleration, of)).toBe(expected));

  it("is sought for the taints that count", () => {
    const soft: Taint = { key: "soft", effect: "PreferNoSchedule" };
    expect(findMatchingUntoleratedTaint([soft, taint], [])).toBe(soft);
    expect(findMatchingUntoleratedTaint([soft, taint], [], (t) => t.effect !== "PreferNoSchedule")).toBe(taint);
    expect(findMatchingUntoleratedTaint([soft], [{ operator: "Exists" }])).toBeUndefined();
    expect(findMatchingUntoleratedTaint(undefined, undefined)).toBeUndefined();
  });

  it("is added once, and takes the place of its like", () => {
    const one: Toleration = { key: "a", operator: "Exists", effect: "NoExecute" };
    const list = [one];
    expect(addOrUpdateToleration(list, { ...one })).toBe(list);
    expect(addOrUpdateToleration(list, { ...one, tolerationSeconds: 5 })).toEqual([{ ...one, tolerationSeconds: 5 }]);
    expect(addOrUpdateToleration(list, { ...one, effect: "NoSchedule" })).toHaveLength(2);
  });
});

describe("a taint as text", () => {
  it.each<[Taint, string]>([
    [taint, "foo=bar:NoSchedule"],
    [{ key: "foo", effect: "NoExecute" }, "foo:NoExecute"],
    [{ key: "foo", value: "bar", effect: "" }, "foo=bar:"],
    [{ key: "foo", effect: "" }, "foo"],
  ])("%o", (given, text) => expect(formatTaint(given)).toBe(text));
});
