import fc from "fast-check";
import { expect, test } from "vitest";
import { PartHashes } from "./part-hashes.ts";

test("hashes are those of their parts, until they are forgotten", () => {
  const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
  const entries = fc.uniqueArray(fc.tuple(fc.nat({ max: 5_000 }), word, word), { selector: ([part]) => part });
  fc.assert(
    fc.property(entries, fc.infiniteStream(fc.boolean()), (list, kept) => {
      const hashes = new PartHashes();
      for (const [part, high, low] of list) hashes.set(part, { high, low });
      const hashOf = ([, high, low]: (typeof list)[number]) => ({ high, low });
      expect(list.map(([part]) => hashes.get(part))).toEqual(list.map(hashOf));
      const left = new Set(list.filter(() => kept.next().value));
      // Of a part of which nothing is known nothing is kept either.
      hashes.retain([...Array.from(left, ([part]) => part), 6_000]);
      expect(list.map(([part]) => hashes.get(part))).toEqual(
        list.map((one) => (left.has(one) ? hashOf(one) : undefined)),
      );
      expect(hashes.get(6_000)).toBe(undefined);
    }),
  );
});
