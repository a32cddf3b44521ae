import type { Hash } from "@kubetick/core/pieces";

const CHUNK_BITS = 10;
const CHUNK = 1 << CHUNK_BITS;

/** The hashes of parts, by their numbers, outside the heap: there are many, and several of each. */
export class PartHashes {
  readonly #chunks: (Chunk | undefined)[] = [];

  get(part: number): Hash | undefined {
    const chunk = this.#chunks[part >>> CHUNK_BITS];
    const at = part & (CHUNK - 1);
    if (chunk === undefined || chunk.known[at] === 0) return undefined;
    return { high: chunk.words[2 * at] as number, low: chunk.words[2 * at + 1] as number };
  }

  set(part: number, { high, low }: Hash): void {
    const at = part & (CHUNK - 1);
    const chunk = this.#chunkOf(part >>> CHUNK_BITS);
    chunk.known[at] = 1;
    chunk.words[2 * at] = high;
    chunk.words[2 * at + 1] = low;
  }

  /** Forgets all but those of these parts. */
  retain(parts: Iterable<number>): void {
    const kept = Array.from(parts, (part) => [part, this.get(part)] as const);
    this.#chunks.fill(undefined);
    for (const [part, hash] of kept) if (hash !== undefined) this.set(part, hash);
  }

  #chunkOf(number: number): Chunk {
    let chunk = this.#chunks[number];
    if (chunk === undefined) {
      chunk = { known: new Uint8Array(CHUNK), words: new Int32Array(2 * CHUNK) };
      while (this.#chunks.length < number) this.#chunks.push(undefined);
      this.#chunks[number] = chunk;
    }
    return chunk;
  }
}

interface Chunk {
  readonly known: Uint8Array;
  readonly words: Int32Array;
}
