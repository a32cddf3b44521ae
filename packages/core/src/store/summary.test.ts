import fc from "fast-check";
import { expect, test } from "vitest";
import { firstWhere, summariser } from "./summary.ts";
import { emptyTree, remove, set } from "./tree.ts";

const least = summariser<number, number>({ empty: Infinity, of: (value) => value, combine: Math.min });
const total = summariser<number, number>({ empty: 0, of: (value) => value, combine: (a, b) => a + b });

test("summaries and searches are those of the entries, through any history", () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.option(fc.nat(50))), { maxLength: 400 });
  fc.assert(
    fc.property(steps, fc.nat(50), fc.nat(10), (history, limit, count) => {
      const model = new Map<string, number>();
      let tree = emptyTree<number>();
      for (const [n, value] of history) {
        const key = String(n).padStart(3, "0");
        tree = value === null ? remove(tree, key) : set(tree, key, value);
        if (value === null) model.delete(key);
        else model.set(key, value);
      }
      const values = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
      expect(total(tree)).toBe(values.reduce((a, b) => a + b, 0));
      expect(least(tree)).toBe(Math.min(...values));
      expect(firstWhere(tree, count, least, (value) => value <= limit)).toEqual(
        values.filter((value) => value <= limit).slice(0, count),
      );
    }),
  );
});
