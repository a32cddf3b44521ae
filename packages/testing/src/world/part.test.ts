import { hashJson } from "@kubetick/core/pieces";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { Run } from "../model/index.ts";
import { Parts } from "./part.ts";

test("parts are the same part if and only if they are equal, and of one kind", () => {
  const kinds = fc.constantFrom("table", "component 0", "component 1");
  fc.assert(
    fc.property(fc.array(fc.tuple(kinds, fc.json()), { maxLength: 30 }), (list) => {
      const parts = new Parts();
      const seen = list.map(([kind, text]) => {
        const value = JSON.parse(text) as unknown;
        const part = parts.of(kind, hashJson(value), value);
        expect(parts.byId(part.id)).toBe(part);
        return { name: `${kind} ${canonical(value)}`, part };
      });
      for (const one of seen) for (const other of seen) expect(one.part === other.part).toBe(one.name === other.name);
      expect(parts.count).toBe(new Set(seen.map(({ name }) => name)).size);
    }),
  );
});

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}

describe("worlds", () => {
  test("are equal where all parts are, whichever way led there", () => {
    const run = new Run(rollout(2));
    const [first, second] = run.choices(run.start).filter((choice) => choice.do === "act");
    expect(second).toBeUndefined();
    const after = run.step(run.start, first as NonNullable<typeof first>);
    const syncs = run.choices(after).filter((choice) => choice.do === "sync");
    expect(syncs.length).toBeGreaterThan(0);
    expect(run.step(run.start, first as NonNullable<typeof first>).equals(after)).toBe(true);
    expect(run.start.equals(after)).toBe(false);
  });
});

test("parts that are forgotten come back with another number, and what was computed from the others is computed anew", () => {
  const parts = new Parts();
  const [kept, lost] = ["kept", "lost"].map((value) => parts.of("table", hashJson(value), value));
  kept?.memo.set("size", 4);
  parts.retain(new Set(kept === undefined ? [] : [kept]));
  expect(parts.count).toBe(1);
  expect(parts.of("table", hashJson("kept"), "kept")).toBe(kept);
  expect(kept?.memo.size).toBe(0);
  const again = parts.of("table", hashJson("lost"), "lost");
  expect([again === lost, again.id, parts.byId(2) === again, parts.count]).toEqual([false, 2, true, 2]);
});
