import { describe, expect, test } from "vitest";
import { NO_TIMERS, nextTimer, withoutTimer, withTimer } from "./timers.ts";

describe("of two timers for one key the earlier counts", () => {
  test.each([
    ["progress", 30, "retry", 5, "retry"],
    ["retry", 5, "progress", 30, "retry"],
    ["retry", 30, "progress", 5, "progress"],
    ["background", 30, "progress", 5, "progress"],
    // What is under way still is, though something else looks at it before.
    ["progress", 30, "background", 5, "progress"],
    ["background", 5, "progress", 30, "progress"],
    ["retry", 30, "background", 5, "progress"],
    ["background", 30, "background", 5, "background"],
  ] as const)("%s at %d and %s at %d: %s", (first, one, second, other, kind) => {
    const timers = withTimer(withTimer(NO_TIMERS, "a", one, first), "a", other, second);
    expect(nextTimer(timers)).toEqual({ key: "a", due: 5, kind });
    expect(timers.progress).toBe(kind === "background" ? 0 : 1);
    expect(withoutTimer(timers, "a").progress).toBe(0);
  });
});
