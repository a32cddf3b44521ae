/**
 * Whole numbers of 32 bits, in blocks: there may be more of them than an array, or a text, has room for. As JSON they are one array.
 */
export class Numbers {
  readonly count: number;
  /** All numbers, in order. They can be gone through as often as one likes. */
  readonly blocks: Iterable<Int32Array>;

  constructor(count: number, blocks: Iterable<Int32Array>) {
    this.count = count;
    this.blocks = blocks;
  }

  static of(list: readonly number[]): Numbers {
    const blocks: Int32Array[] = [];
    for (let from = 0; from < list.length; from += BLOCK) blocks.push(Int32Array.from(list.slice(from, from + BLOCK)));
    return new Numbers(list.length, blocks);
  }

  toJSON(): readonly number[] {
    const numbers: number[] = [];
    for (const block of this.blocks) for (const number of block) numbers.push(number);
    return numbers;
  }
}

/** As they are in a checkpoint, and as they are in one that has been JSON. */
export type NumberList = Numbers | readonly number[];

export function blocksOf(list: NumberList): Iterable<ArrayLike<number>> {
  return list instanceof Numbers ? list.blocks : [list];
}

const BLOCK = 2 ** 20;
