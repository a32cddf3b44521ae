import { emptyTree, type Hash, hashJson, hashTree } from "@kubetick/core/pieces";

export const NO_HASH: Hash = hashTree(emptyTree());

/** A hash of two, in this order. Its words are signed: so V8 keeps them in place, and makes no objects of them. */
export function mixed(a: Hash, b: Hash): Hash {
  const high = Math.imul(rotated(a.high, 13) ^ Math.imul(b.high, 0xcc9e2d51), 0x85ebca6b) + b.low;
  const low = Math.imul(rotated(a.low, 17) ^ Math.imul(b.low, 0x1b873593), 0xc2b2ae35) + a.high;
  return { high: high ^ (low >>> 15), low: low ^ (high >>> 13) };
}

/** A hash of several, in any order. */
export function together(hashes: Iterable<Hash>): Hash {
  let high = 0;
  let low = 0;
  for (const hash of hashes) {
    high = (high + hash.high) | 0;
    low = (low + hash.low) | 0;
  }
  return { high, low };
}

const texts = new Map<string, Hash>();

/** The hash of a text, remembered: there are not so many. */
export function hashText(text: string): Hash {
  let hash = texts.get(text);
  if (hash === undefined) {
    const { high, low } = hashJson(text);
    hash = { high: high | 0, low: low | 0 };
    texts.set(text, hash);
  }
  return hash;
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
