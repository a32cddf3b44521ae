import fc from "fast-check";
import { expect, test } from "vitest";
import { Rows, Visited } from "./visited.ts";

const word = fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 0xffffffff }));

test("the visited states are numbered as a Map would", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word), { maxLength: 300, size: "max" }), (keys) => {
      const visited = new Visited();
      const known = new Map<string, number>();
      for (const [high, low] of keys) {
        // A key has 63 bits.
        const name = `${high & 0x7fffffff} ${low}`;
        expect(visited.find(high, low)).toBe(known.get(name) ?? -1);
        expect(visited.add(high, low)).toBe(known.get(name) ?? -1);
        if (!known.has(name)) known.set(name, known.size);
        expect(visited.find(high, low)).toBe(known.get(name));
      }
      expect(visited.count).toBe(known.size);
    }),
    { numRuns: 50 },
  );
});

test("none is lost as the table grows", () => {
  const visited = new Visited();
  const keyOf = (at: number) => [Math.imul(at, 0x9e3779b1) >>> 0, Math.imul(at, 0x85ebca6b) >>> 0] as const;
  for (let at = 0; at < 20_000; at++) expect(visited.add(...keyOf(at))).toBe(-1);
  for (let at = 0; at < 20_000; at += 7) expect(visited.add(...keyOf(at))).toBe(at);
  expect(visited.find(1, 1)).toBe(-1);
});

test("rows are kept as they were given, as far as they go", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 60 }), (list) => {
      const rows = new Rows(4);
      expect(list.map((row) => rows.push(row))).toEqual(list.map((_, at) => at));
      expect(list.map((_, at) => rows.row(at))).toEqual(list);
    }),
  );
  expect(() => new Rows(2).push([1, 2, 3])).toThrow("a row of 3 numbers is wider than 2");
});

test("rows that are not retained are empty, and can be set again", () => {
  const indexes = fc.uniqueArray(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(indexes, fc.infiniteStream(fc.boolean()), (set, kept) => {
      const rows = new Rows(2);
      for (const index of set) rows.set(index, [index, index + 1]);
      const left = set.filter(() => kept.next().value);
      rows.retain(left);
      expect(set.map((index) => rows.row(index))).toEqual(
        set.map((index) => (left.includes(index) ? [index, index + 1] : [])),
      );
      const [again = 0] = set;
      rows.set(again, [7]);
      expect(rows.row(again)).toEqual([7]);
      expect(rows.count).toBe(Math.max(...set) + 1);
      expect(Rows.from(2, rows.numbers()).numbers().toJSON()).toEqual(rows.numbers().toJSON());
    }),
    { numRuns: 30 },
  );
});
