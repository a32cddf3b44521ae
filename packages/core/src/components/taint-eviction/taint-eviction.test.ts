import { beforeEach, describe, expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Pod, Toleration } from "../../kubernetes/types.ts";
import { taintEviction } from "./index.ts";
import { tolerationTime } from "./toleration-time.ts";

let play: Play;
beforeEach(() => {
  play = new Play(taintEviction);
});

const taint = (key: string, effect = "NoExecute") => ({ key, value: "1", effect });
const tolerate = (key: string, tolerationSeconds?: number): Toleration => ({
  key,
  value: "1",
  operator: "Equal",
  effect: "NoExecute",
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});
const node = (name: string, ...taints: object[]) =>
  play.create({ apiVersion: "v1", kind: "Node", metadata: { name }, spec: { taints } });
const pod = (name: string, nodeName: string, ...tolerations: Toleration[]) =>
  play.create({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: { nodeName, tolerations, terminationGracePeriodSeconds: 30, containers: [{ name: "c", image: "i" }] },
  });
const deleted = (name: string) => play.get<Pod>("pods", `default/${name}`)?.metadata.deletionTimestamp !== undefined;

// Cases: pkg/controller/tainteviction/taint_eviction_test.go TestGetMinTolerationTime, TestCreatePod, TestUpdatePod.
test.each([
  ["no tolerations", [taint("a")], [], undefined],
  ["without limit", [taint("a")], [tolerate("a")], Number.POSITIVE_INFINITY],
  ["the shortest limit of those used", [taint("a"), taint("b")], [tolerate("a", 60), tolerate("b", 20)], 20_000],
  ["a negative limit is none at all", [taint("a")], [tolerate("a", -5)], 0],
  ["only the first toleration that matches is used", [taint("a")], [tolerate("a", 60), tolerate("a", 1)], 60_000],
])("TAINTEV-TIME-01 %s", (_, taints, tolerations, expected) => {
  expect(tolerationTime(taints, tolerations)).toBe(expected);
});

describe("taint eviction", () => {
  test("TAINTEV-EVICT-01 a pod that does not tolerate the taint goes at once: event, condition, deletion", () => {
    node("n1", taint("a"));
    pod("p", "n1");
    pod("tolerant", "n1", tolerate("a"));
    play.settle();
    expect([deleted("p"), deleted("tolerant")]).toEqual([true, false]);
    expect(play.events()).toEqual(["Normal TaintManagerEviction p: Marking for deletion Pod default/p"]);
    expect(play.get<Pod>("pods", "default/p")?.status?.conditions).toMatchObject([
      {
        type: "DisruptionTarget",
        status: "True",
        lastTransitionTime: "2026-01-01T00:00:00Z",
        reason: "DeletionByTaintManager",
        message: "Taint manager: deleting due to NoExecute taint",
      },
    ]);
  });

  test("TAINTEV-EVICT-02 a NoSchedule taint evicts nobody", () => {
    node("n1", taint("a", "NoSchedule"));
    pod("p", "n1");
    play.settle();
    expect(deleted("p")).toBe(false);
  });

  test("TAINTEV-EVICT-03 tolerationSeconds are waited for", () => {
    node("n1");
    pod("p", "n1", tolerate("a", 300));
    play.settle();
    play.patch("nodes", "n1", { spec: { taints: [taint("a")] } });
    play.pass(299_999);
    expect(deleted("p")).toBe(false);
    play.pass(1);
    expect(deleted("p")).toBe(true);
  });

  test("TAINTEV-CANCEL-01 the taint goes in time", () => {
    node("n1", taint("a"));
    pod("p", "n1", tolerate("a", 300));
    play.pass(60_000);
    play.patch("nodes", "n1", { spec: { taints: null } });
    play.pass(600_000);
    expect(deleted("p")).toBe(false);
    expect(play.events()).toEqual(["Normal TaintManagerEviction p: Cancelling deletion of Pod default/p"]);
  });

  test("TAINTEV-CANCEL-02 a pod that is deleted before is not evicted", () => {
    node("n1", taint("a"));
    pod("p", "n1", tolerate("a", 300));
    play.pass(60_000);
    play.delete("pods", "default/p", { gracePeriodSeconds: 0 });
    play.settle();
    expect(play.events()).toEqual(["Normal TaintManagerEviction p: Cancelling deletion of Pod default/p"]);
  });

  test("TAINTEV-PLAN-01 another taint, tolerated for another time, does not move a planned eviction", () => {
    node("n1", taint("a"));
    pod("p", "n1", tolerate("a", 300), tolerate("b", 10));
    play.pass(60_000);
    play.patch("nodes", "n1", { spec: { taints: [taint("a"), taint("b")] } });
    play.pass(100_000);
    expect(deleted("p")).toBe(false);
    play.pass(140_000);
    expect(deleted("p")).toBe(true);
  });

  test("TAINTEV-PLAN-02 a taint that is not tolerated makes it immediate", () => {
    node("n1", taint("a"));
    pod("p", "n1", tolerate("a", 300));
    play.pass(60_000);
    play.patch("nodes", "n1", { spec: { taints: [taint("a"), taint("c")] } });
    play.settle();
    expect(deleted("p")).toBe(true);
    expect(play.events()).toEqual([
      "Normal TaintManagerEviction p: Cancelling deletion of Pod default/p",
      "Normal TaintManagerEviction p: Marking for deletion Pod default/p",
    ]);
  });
});
