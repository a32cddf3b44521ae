import { describe, expect, test } from "vitest";
import { UPSTREAM_BUGS, type UpstreamBugEntry, upstreamSwitches } from "./index.ts";

const BUGS: readonly UpstreamBugEntry[] = UPSTREAM_BUGS;

describe("the switches of upstream bugs", () => {
  test("by default only what v1.37 has is there", () => {
    const has = upstreamSwitches({});
    expect(UPSTREAM_BUGS.filter(({ id }) => has(id)).map(({ id }) => id)).toEqual(
      BUGS.filter(({ state }) => state === "open").map(({ id }) => id),
    );
  });

  test("a bug is there where it is asked for, and one of v1.37 is not where it is to be done without", () => {
    const has = upstreamSwitches({ upstreamBugs: ["kubernetes#123232"], upstreamFixes: ["kubernetes#122527"] });
    expect([has("kubernetes#123232"), has("kubernetes#122527"), has("kubernetes#77203")]).toEqual([true, false, false]);
  });

  test.each([
    [
      { upstreamBugs: ["77203"] },
      /^upstreamBugs: there is no upstream bug "77203"; upstreamBugs takes kubernetes#14528, /,
    ],
    [
      { upstreamFixes: ["nothing"] },
      /^upstreamFixes: there is no upstream bug "nothing"; upstreamFixes takes kubernetes#/,
    ],
    [{ upstreamFixes: ["kubernetes#77203"] }, /^upstreamFixes: v1\.37 does not have kubernetes#77203 anyway; /],
    [
      { upstreamBugs: ["kubernetes#122527"], upstreamFixes: ["kubernetes#122527"] },
      /^kubernetes#122527 is both in upstreamBugs and in upstreamFixes: which is it to be\?$/,
    ],
  ])("%j is refused", (options, message) => {
    expect(() => upstreamSwitches(options as never)).toThrow(message);
  });

  test("each entry of the table is of an issue of its own, and names a fix or is open", () => {
    expect(new Set(BUGS.map(({ id }) => id)).size).toBe(BUGS.length);
    for (const { id, fixes, state } of BUGS) {
      expect(id).toMatch(/^kubernetes#\d+$/);
      expect(fixes.length > 0).toBe(state === "fixed");
    }
  });
});
