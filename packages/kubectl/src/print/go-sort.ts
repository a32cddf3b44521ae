/**
 * Sorts a copy by the same steps as Go's sort.Sort: kubectl's order of items that compare equal (the events of one second)
 * is that algorithm's, a pattern-defeating quicksort, and so is the outcome where `less` is no order.
 *
 * Source: Go's sort/zsortinterface.go.
 */
export function goSort<T>(items: readonly T[], less: (a: T, b: T) => boolean): readonly T[] {
  const sorter = new Sorter([...items], less);
  if (items.length > 1) sorter.sort(0, items.length, bitLength(items.length));
  return sorter.items;
}

const LONGEST_INSERTION = 12;
const SHORTEST_NINTHER = 50;
const SHORTEST_SHIFTING = 50;
const MAX_STEPS = 5;
const MAX_SWAPS = 12;

class Sorter<T> {
  readonly items: T[];
  readonly #less: (a: T, b: T) => boolean;
  #swaps = 0;

  constructor(items: T[], less: (a: T, b: T) => boolean) {
    this.items = items;
    this.#less = less;
  }

  /** Sorts from `from` up to but without `to`; after `limit` bad pivots by heapsort. */
  sort(from: number, to: number, limit: number): void {
    let [low, high, left] = [from, to, limit];
    let balanced = true;
    let partitioned = true;
    while (high - low > LONGEST_INSERTION) {
      if (left === 0) return this.#heapSort(low, high);
      if (!balanced) {
        this.#breakPatterns(low, high);
        left--;
      }
      let pivot = this.#choosePivot(low, high);
      let increasing = this.#swaps === 0;
      if (this.#swaps === MAX_SWAPS) {
        this.#reverse(low, high);
        pivot = high - 1 - (pivot - low);
        increasing = true;
      }
      if (balanced && partitioned && increasing && this.#almostSorted(low, high)) return;
      if (low > 0 && !this.#isLess(low - 1, pivot)) {
        low = this.#partitionEqual(low, high, pivot);
        continue;
      }
      const { middle, already } = this.#partition(low, high, pivot);
      partitioned = already;
      const threshold = Math.floor((high - low) / 8);
      balanced = Math.min(middle - low, high - middle) >= threshold;
      if (middle - low < high - middle) {
        this.sort(low, middle, left);
        low = middle + 1;
      } else {
        this.sort(middle + 1, high, left);
        high = middle;
      }
    }
    this.#insertionSort(low, high);
  }

  #isLess(i: number, j: number): boolean {
    return this.#less(this.items[i] as T, this.items[j] as T);
  }

  #swap(i: number, j: number): void {
    [this.items[i], this.items[j]] = [this.items[j] as T, this.items[i] as T];
  }

  #insertionSort(low: number, high: number): void {
    for (let i = low + 1; i < high; i++) {
      for (let j = i; j > low && this.#isLess(j, j - 1); j--) this.#swap(j, j - 1);
    }
  }

  #heapSort(low: number, high: number): void {
    const length = high - low;
    for (let i = Math.floor((length - 1) / 2); i >= 0; i--) this.#siftDown(i, length, low);
    for (let i = length - 1; i >= 0; i--) {
      this.#swap(low, low + i);
      this.#siftDown(0, i, low);
    }
  }

  #siftDown(from: number, length: number, first: number): void {
    let root = from;
    for (let child = 2 * root + 1; child < length; child = 2 * root + 1) {
      if (child + 1 < length && this.#isLess(first + child, first + child + 1)) child++;
      if (!this.#isLess(first + root, first + child)) return;
      this.#swap(first + root, first + child);
      root = child;
    }
  }

  #partition(low: number, high: number, pivot: number): { middle: number; already: boolean } {
    this.#swap(low, pivot);
    let [i, j] = [low + 1, high - 1];
    let already = true;
    for (;;) {
      while (i <= j && this.#isLess(i, low)) i++;
      while (i <= j && !this.#isLess(j, low)) j--;
      if (i > j) break;
      already = false;
      this.#swap(i++, j--);
    }
    this.#swap(j, low);
    return { middle: j, already };
  }

  /** Puts what equals the pivot to the left; returns where the greater items start. */
  #partitionEqual(low: number, high: number, pivot: number): number {
    this.#swap(low, pivot);
    let [i, j] = [low + 1, high - 1];
    for (;;) {
      while (i <= j && !this.#isLess(low, i)) i++;
      while (i <= j && this.#isLess(low, j)) j--;
      if (i > j) return i;
      this.#swap(i++, j--);
    }
  }

  /** Mends a few pairs out of order; true where that sorted everything. */
  #almostSorted(low: number, high: number): boolean {
    let i = low + 1;
    for (let step = 0; step < MAX_STEPS; step++) {
      while (i < high && !this.#isLess(i, i - 1)) i++;
      if (i === high) return true;
      if (high - low < SHORTEST_SHIFTING) return false;
      this.#swap(i, i - 1);
      if (i - low >= 2) for (let j = i - 1; j >= 1 && this.#isLess(j, j - 1); j--) this.#swap(j, j - 1);
      if (high - i >= 2) for (let j = i + 1; j < high && this.#isLess(j, j - 1); j++) this.#swap(j, j - 1);
    }
    return false;
  }

  #breakPatterns(low: number, high: number): void {
    const length = high - low;
    if (length < 8) return;
    let random = BigInt(length);
    const mask = (1n << BigInt(bitLength(length))) - 1n;
    const middle = low + Math.floor(length / 4) * 2;
    for (let i = middle - 1; i <= middle + 1; i++) {
      random = xorshift(random);
      const other = Number(random & mask);
      this.#swap(i, low + (other >= length ? other - length : other));
    }
  }

  /** The pivot; `#swaps` says how many comparisons on the way found a pair out of order. */
  #choosePivot(low: number, high: number): number {
    const length = high - low;
    const quarter = Math.floor(length / 4);
    let points: readonly [number, number, number] = [low + quarter, low + quarter * 2, low + quarter * 3];
    this.#swaps = 0;
    if (length < 8) return points[1];
    if (length >= SHORTEST_NINTHER) {
      const [i, j, k] = points;
      points = [this.#median(i - 1, i, i + 1), this.#median(j - 1, j, j + 1), this.#median(k - 1, k, k + 1)];
    }
    return this.#median(...points);
  }

  #median(first: number, second: number, third: number): number {
    let [a, b] = this.#ordered(first, second);
    [b] = this.#ordered(b, third);
    [a, b] = this.#ordered(a, b);
    return b;
  }

  #ordered(a: number, b: number): [number, number] {
    if (!this.#isLess(b, a)) return [a, b];
    this.#swaps++;
    return [b, a];
  }

  #reverse(low: number, high: number): void {
    for (let [i, j] = [low, high - 1]; i < j; i++, j--) this.#swap(i, j);
  }
}

function bitLength(value: number): number {
  return value.toString(2).length;
}

function xorshift(seed: bigint): bigint {
  let value = seed;
  value = BigInt.asUintN(64, value ^ (value << 13n));
  value ^= value >> 7n;
  return BigInt.asUintN(64, value ^ (value << 17n));
}
