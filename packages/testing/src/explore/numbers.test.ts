import { expect, test } from "vitest";
import { blocksOf, Numbers } from "./numbers.ts";

test("numbers are as they were, in blocks and as JSON", () => {
  const list = Array.from({ length: 2 ** 20 + 3 }, (_, at) => at - 7);
  const numbers = Numbers.of(list);
  expect(numbers.count).toBe(list.length);
  expect(Array.from(numbers.blocks, ({ length }) => length)).toEqual([2 ** 20, 3]);
  expect(numbers.toJSON()).toEqual(list);
  expect(JSON.stringify({ numbers: Numbers.of([-1, 2 ** 31 - 1]) })).toBe('{"numbers":[-1,2147483647]}');
  expect(Array.from(blocksOf([1, 2]), (block) => Array.from(block))).toEqual([[1, 2]]);
});
