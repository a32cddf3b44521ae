import type { Hash } from "@kubetick/core/pieces";

interface Entry<T> {
  readonly hash: Hash;
  readonly value: T;
  readonly next: Entry<T> | undefined;
}

/** What is kept under a hash of 64 bits. */
export class ByHash<T> {
  #entries = new Map<number, Entry<T>>();

  get(hash: Hash): T | undefined {
    for (let entry = this.#entries.get(keyOf(hash)); entry !== undefined; entry = entry.next)
      if (entry.hash.high === hash.high && entry.hash.low === hash.low) return entry.value;
    return undefined;
  }

  /** Nothing may be there yet under this hash. */
  add(hash: Hash, value: T): T {
    const key = keyOf(hash);
    this.#entries.set(key, { hash, value, next: this.#entries.get(key) });
    return value;
  }

  /** Forgets all for which this does not hold. */
  retain(isKept: (value: T) => boolean): void {
    const before = this.#entries;
    this.#entries = new Map();
    for (const first of before.values())
      for (let entry: Entry<T> | undefined = first; entry !== undefined; entry = entry.next)
        if (isKept(entry.value)) this.add(entry.hash, entry.value);
  }

  clear(): void {
    this.#entries.clear();
  }
}

/** As many of the bits as a number holds exactly. */
function keyOf({ high, low }: Hash): number {
  return high * 0x100000 + (low >>> 12);
}
