import { blocksOf, type NumberList, Numbers } from "./numbers.ts";

const CHUNK_BITS = 12;
const CHUNK = 1 << CHUNK_BITS;

/**
 * A growing list of rows of whole numbers, outside the heap. In chunks: growing moves nothing, and where all rows of a chunk are
 * forgotten its memory is free.
 */
export class Rows {
  readonly width: number;
  readonly #chunks: (Int32Array | undefined)[] = [];
  #count = 0;

  constructor(width: number) {
    this.width = width;
  }

  get count(): number {
    return this.#count;
  }

  /** Appends a row of at most `width` numbers; what is missing is -1. */
  push(row: readonly number[]): number {
    this.set(this.#count, row);
    return this.#count - 1;
  }

  /** Rows that are passed over are empty. */
  set(index: number, row: readonly number[]): void {
    if (row.length > this.width) throw new RangeError(`a row of ${row.length} numbers is wider than ${this.width}`);
    const chunk = this.#chunkOf(index >>> CHUNK_BITS);
    const from = (index & (CHUNK - 1)) * this.width;
    for (let column = 0; column < this.width; column++) chunk[from + column] = row[column] ?? -1;
    if (index >= this.#count) this.#count = index + 1;
  }

  at(index: number, column: number): number {
    const chunk = this.#chunks[index >>> CHUNK_BITS];
    return chunk === undefined ? -1 : (chunk[(index & (CHUNK - 1)) * this.width + column] as number);
  }

  row(index: number): number[] {
    const row: number[] = [];
    for (let column = 0; column < this.width; column++) {
      const value = this.at(index, column);
      if (value < 0) break;
      row.push(value);
    }
    return row;
  }

  /** Empties all rows but these. */
  retain(indexes: Iterable<number>): void {
    const rows = Array.from(indexes, (index) => [index, this.row(index)] as const);
    this.#chunks.fill(undefined);
    for (const [index, row] of rows) this.set(index, row);
  }

  #chunkOf(number: number): Int32Array {
    let chunk = this.#chunks[number];
    if (chunk === undefined) {
      chunk = new Int32Array(CHUNK * this.width).fill(-1);
      while (this.#chunks.length < number) this.#chunks.push(undefined);
      this.#chunks[number] = chunk;
    }
    return chunk;
  }

  /** All rows as they are now, one after another; what is missing is -1. */
  numbers(): Numbers {
    const blocks: Int32Array[] = [];
    const whole = CHUNK * this.width;
    for (let left = this.#count * this.width; left > 0; left -= whole) {
      const chunk = this.#chunks[blocks.length] ?? new Int32Array(whole).fill(-1);
      blocks.push(chunk.slice(0, left));
    }
    return new Numbers(this.#count * this.width, blocks);
  }

  /** Rows as `numbers` has given them. */
  static from(width: number, numbers: NumberList): Rows {
    const rows = new Rows(width);
    const row: number[] = [];
    for (const block of blocksOf(numbers))
      for (let at = 0; at < block.length; at++) {
        row.push(block[at] as number);
        if (row.length < width) continue;
        rows.push(row);
        row.length = 0;
      }
    return rows;
  }
}

/** Which rows there are, by a key of two words: an open table of places in the list of keys. */
export class Visited {
  readonly #keys = new Rows(2);
  #slots = new Int32Array(4096).fill(-1);

  /** The keys as `numbers` has given them. */
  static from(keys: NumberList): Visited {
    const visited = new Visited();
    const rows = Rows.from(2, keys);
    for (let state = 0; state < rows.count; state++) visited.add(rows.at(state, 0), rows.at(state, 1));
    return visited;
  }

  /** All keys, two words each. */
  numbers(): Numbers {
    return this.#keys.numbers();
  }

  /** The keys from one state on up to another, two words each. */
  keys(from = 0, to = this.count): readonly number[] {
    const words: number[] = [];
    for (let state = from; state < to; state++) words.push(this.#keys.at(state, 0), this.#keys.at(state, 1));
    return words;
  }

  get count(): number {
    return this.#keys.count;
  }

  /** The number of the state with this key; where there is none, -1, and it is given the next number. */
  add(high: number, low: number): number {
    if (this.#keys.count * 2 >= this.#slots.length) this.#rehash();
    const slot = this.#find(high, low);
    const known = this.#slots[slot] as number;
    if (known >= 0) return known;
    this.#slots[slot] = this.#keys.push([high & 0x7fffffff, low | 0]);
    return -1;
  }

  /** The number of the state with this key, or -1. */
  find(high: number, low: number): number {
    return this.#slots[this.#find(high, low)] as number;
  }

  #find(high: number, low: number): number {
    const mask = this.#slots.length - 1;
    const word = high & 0x7fffffff;
    for (let slot = (low ^ (word >>> 7)) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] as number;
      if (known < 0 || (this.#keys.at(known, 0) === word && this.#keys.at(known, 1) === (low | 0))) return slot;
    }
  }

  #rehash(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 2).fill(-1);
    for (const index of old)
      if (index >= 0) this.#slots[this.#find(this.#keys.at(index, 0), this.#keys.at(index, 1))] = index;
  }
}
