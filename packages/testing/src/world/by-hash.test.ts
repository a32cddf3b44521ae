import { expect, test } from "vitest";
import { ByHash } from "./by-hash.ts";

test("hashes that differ in any bit are told apart", () => {
  const kept = new ByHash<string>();
  const hashes = [
    { high: 0, low: 0 },
    { high: 0, low: 1 },
    { high: 0, low: 0xfff },
    { high: 0, low: 0x1000 },
    { high: 1, low: 0 },
    { high: 0xffffffff, low: 0xffffffff },
    { high: 0xffffffff, low: 0xfffffffe },
    { high: 0xfffffffe, low: 0xffffffff },
  ];
  for (const [at, hash] of hashes.entries()) kept.add(hash, `value ${at}`);
  expect(hashes.map((hash) => kept.get({ ...hash }))).toEqual(hashes.map((_, at) => `value ${at}`));
  expect(kept.get({ high: 2, low: 0 })).toBeUndefined();
});
