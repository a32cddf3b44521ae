import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Change,
  diff,
  emptyTree,
  entries,
  first,
  fromEntries,
  get,
  remove,
  set,
  size,
  type Tree,
  withPrefix,
} from "./tree.ts";

const key = fc.oneof(
  fc.integer({ min: 0, max: 300 }).map((n) => `k${n}`),
  fc.string({ maxLength: 3 }),
);
const operation = fc.record({ key, value: fc.option(fc.integer(), { nil: undefined }) });
const history = fc.array(operation, { maxLength: 600 });

function play(
  tree: Tree<number>,
  model: Map<string, number>,
  operations: { key: string; value: number | undefined }[],
): Tree<number> {
  return operations.reduce((current, { key, value }) => {
    if (value === undefined) {
      model.delete(key);
      return remove(current, key);
    }
    model.set(key, value);
    return set(current, key, value);
  }, tree);
}

const sorted = (model: Map<string, number>) => [...model].sort(([a], [b]) => (a < b ? -1 : 1));

describe("Tree", () => {
  test("holds what a Map holds, in order of code units, through any history", () => {
    fc.assert(
      fc.property(history, key, (operations, probe) => {
        const model = new Map<string, number>();
        const tree = play(emptyTree(), model, operations);
        expect([...entries(tree)]).toEqual(sorted(model));
        expect(size(tree)).toBe(model.size);
        expect(get(tree, probe)).toBe(model.get(probe));
        expect(first(tree)).toEqual(sorted(model)[0]);
        expect([...entries(tree, probe)]).toEqual(sorted(model).filter(([k]) => k >= probe));
        expect(withPrefix(tree, probe)).toEqual(
          sorted(model)
            .filter(([k]) => k.startsWith(probe))
            .map(([, v]) => v),
        );
      }),
    );
  });

  test("diff lists exactly what differs", () => {
    fc.assert(
      fc.property(history, history, (earlier, later) => {
        const before = new Map<string, number>();
        const left = play(emptyTree(), before, earlier);
        const after = new Map(before);
        const right = play(left, after, later);
        const keys = [...new Set([...before.keys(), ...after.keys()])]
          .filter((k) => before.get(k) !== after.get(k))
          .sort((a, b) => (a < b ? -1 : 1));
        expect(diff(left, right)).toEqual(
          keys.map((k): Change<number> => ({ key: k, before: before.get(k), after: after.get(k) })),
        );
      }),
    );
  });

  test("an older version is untouched by later writes", () => {
    const before = fromEntries(Array.from({ length: 1000 }, (_, n) => [`k${n}`, n] as const));
    const kept = JSON.stringify(before);
    remove(set(before, "k500", -1), "k10");
    expect(JSON.stringify(before)).toBe(kept);
  });

  test("writing what is there already, or removing what is not, returns the same tree", () => {
    const tree = fromEntries([
      ["a", 1],
      ["b", 2],
    ] as const);
    expect(set(tree, "a", 1)).toBe(tree);
    expect(remove(tree, "c")).toBe(tree);
  });
});
