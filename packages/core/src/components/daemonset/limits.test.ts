import { describe, expect, test } from "vitest";
import type { DaemonSet, IntOrString } from "../../kubernetes/types.ts";
import { allowsSurge, rolloutLimits } from "./limits.ts";

const daemonSet = (maxUnavailable: IntOrString | undefined, maxSurge?: IntOrString, type = "RollingUpdate") =>
  ({ spec: { updateStrategy: { type, rollingUpdate: { maxUnavailable, maxSurge } } } }) as unknown as DaemonSet;

// pkg/controller/daemon/update_test.go TestGetUnavailableNumbers, and the documented rounding of percentages.
describe("rolloutLimits", () => {
  test.each([
    ["DS-LIMIT-01 no nodes", daemonSet(0), 0, 0, 0],
    ["DS-LIMIT-01 a number is itself", daemonSet(1), 2, 1, 0],
    ["DS-LIMIT-03 neither limit means one", daemonSet(0), 2, 1, 0],
    ["DS-LIMIT-03 surge 0 and unavailable 0 mean one", daemonSet(0, 0), 2, 1, 0],
    ["DS-LIMIT-02 half of two", daemonSet("50%"), 2, 1, 0],
    ["DS-LIMIT-02 half of three, rounded up", daemonSet("50%"), 3, 2, 0],
    ["DS-LIMIT-02 one percent of five, rounded up", daemonSet("1%"), 5, 1, 0],
    ["DS-LIMIT-02 surge of half of two", daemonSet(0, "50%"), 2, 0, 1],
    ["DS-LIMIT-02 surge of all of two", daemonSet(0, "100%"), 2, 0, 2],
    ["DS-LIMIT-03 another strategy has no limits of its own", daemonSet(3, 3, "OnDelete"), 2, 1, 0],
  ] as const)("%s", (_name, ds, desired, maxUnavailable, maxSurge) => {
    expect(rolloutLimits(ds, desired)).toEqual({ maxUnavailable, maxSurge });
  });

  test("DS-LIMIT-04 what is neither number nor percentage is an error", () => {
    expect(rolloutLimits(daemonSet("many"), 2)).toEqual({
      error: "invalid value for MaxUnavailable: invalid value for IntOrString",
    });
    expect(rolloutLimits(daemonSet(1, "5"), 2)).toEqual({
      error: "invalid value for MaxSurge: invalid value for IntOrString",
    });
  });

  test("DS-LIMIT-05 surge is allowed from the least percentage on", () => {
    expect([
      allowsSurge(daemonSet(0, 1)),
      allowsSurge(daemonSet(0, "1%")),
      allowsSurge(daemonSet(1, 0)),
      allowsSurge(daemonSet(1)),
      allowsSurge(daemonSet(0, 1, "OnDelete")),
    ]).toEqual([true, true, false, false, false]);
  });
});
