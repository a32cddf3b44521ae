import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatHash, hashJson, hashTree } from "./hash.ts";
import { emptyTree, fromEntries, remove, set } from "./tree.ts";

const hash = (value: unknown) => formatHash(hashJson(value));

describe("hashes", () => {
  test("are the same for the same contents, in any order of keys", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(hash(reversed)).toBe(hash(JSON.parse(JSON.stringify(object))));
      }),
    );
  });

  test("tell apart what differs", () => {
    const values = [
      null,
      0,
      "",
      false,
      [],
      {},
      "0",
      "null",
      [null],
      [[]],
      { a: [] },
      { a: {} },
      { a: 1, b: 2 },
      { a: 2, b: 1 },
      [1, 2],
      [2, 1],
      "ab",
      "ba",
      ["a", "b"],
      ["ab"],
    ];
    expect(new Set(values.map(hash)).size).toBe(values.length);
  });

  test("are pinned: they may not differ between engines, or from one release to the next without notice", () => {
    expect(
      hash({
        kind: "Pod",
        spec: { containers: [{ name: "a", image: "b:1" }] },
        at: 1_767_225_600_000,
        ok: true,
        none: null,
        키: "값",
      }),
    ).toBe("a7bd0c38dc540ee8");
  });

  test("of a tree depend on its entries alone, not on how they came there", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string(), { maxLength: 300 }),
        fc.array(fc.string(), { maxLength: 100 }),
        (kept, passing) => {
          const plain = fromEntries(kept.map((key) => [key, { key }] as const));
          const visited = [...kept, ...passing].reduce((tree, key) => set(tree, key, { key }), emptyTree<object>());
          const cleaned = passing
            .filter((key) => !kept.includes(key))
            .reduce((tree, key) => remove(tree, key), visited);
          expect(hashTree(cleaned)).toEqual(hashTree(plain));
        },
      ),
    );
  });
});
