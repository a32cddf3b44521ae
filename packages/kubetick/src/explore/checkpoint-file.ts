import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { Numbers } from "@kubetick/testing";
import { writeDurably } from "../durable-file.ts";
import type { Kept } from "./searching.ts";

// A file has a line of JSON, in which each list of numbers is `{ numbers: how many }`, and then the numbers themselves, one list after
// another, four bytes each in the byte order of the machine: of millions of states no text would have room for them.

/** How much of the line is read at a time, in bytes. */
const FIRST_READ = 2 ** 16;

/** How many numbers are read at a time, and how many bytes each has. */
const BLOCK = 2 ** 20;
const NUMBER = Int32Array.BYTES_PER_ELEMENT;

/**
 * The checkpoint that a file has; undefined where there is no file. Its numbers are read when they are asked for.
 *
 * @throws RangeError where the file has something else
 */
export function readCheckpoint(path: string): Kept | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const line = firstLine(path);
    const lists = new Lists(path, Buffer.byteLength(line) + 1);
    const checkpoint = mapped(JSON.parse(line), (value) => lists.of(value)) as Kept;
    if (typeof checkpoint.format === "number" && checkpoint.search !== undefined && lists.areAll) return checkpoint;
  } catch {
    // It is told below.
  }
  throw new RangeError(`${path} has no checkpoint of a search: take another file`);
}

/** Whatever interrupts the writing, the file has the checkpoint before or this one. */
export function writeCheckpoint(path: string, checkpoint: Kept): void {
  const lists: Numbers[] = [];
  const head = mapped(checkpoint, (value) => {
    if (!(value instanceof Numbers)) return undefined;
    lists.push(value);
    return { numbers: value.count };
  });
  writeDurably(path, pieces(`${JSON.stringify(head)}\n`, lists));
}

function* pieces(head: string, lists: readonly Numbers[]): Generator<string | Uint8Array> {
  yield head;
  for (const { blocks } of lists)
    for (const { buffer, byteOffset, byteLength } of blocks) yield new Uint8Array(buffer, byteOffset, byteLength);
}

/** The lists of a file, one after another. */
class Lists {
  readonly #path: string;
  #at: number;

  constructor(path: string, at: number) {
    this.#path = path;
    this.#at = at;
  }

  /** The list for which a value stands in the first line; undefined if for none. */
  of(value: unknown): Numbers | undefined {
    const { numbers, ...others } = (value ?? {}) as { readonly numbers?: unknown };
    if (typeof numbers !== "number" || Object.keys(others).length > 0) return undefined;
    const from = this.#at;
    const path = this.#path;
    this.#at += numbers * NUMBER;
    return new Numbers(numbers, { [Symbol.iterator]: () => blocks(path, from, numbers) });
  }

  /** Whether they are all that the file has, and whole. */
  get areAll(): boolean {
    return opened(this.#path, (file) => fstatSync(file).size === this.#at);
  }
}

function* blocks(path: string, from: number, count: number): Generator<Int32Array> {
  for (let read = 0; read < count; read += BLOCK) {
    const block = new Int32Array(Math.min(BLOCK, count - read));
    opened(path, (file) => readSync(file, block, 0, block.byteLength, from + read * NUMBER));
    yield block;
  }
}

function firstLine(path: string): string {
  return opened(path, (file) => {
    const bytes: Buffer[] = [];
    for (let at = 0; ; at += FIRST_READ) {
      const piece = Buffer.alloc(FIRST_READ);
      const read = readSync(file, piece, 0, FIRST_READ, at);
      const end = piece.subarray(0, read).indexOf("\n");
      bytes.push(piece.subarray(0, end < 0 ? read : end));
      if (end >= 0 || read === 0) return Buffer.concat(bytes).toString();
    }
  });
}

function opened<T>(path: string, use: (file: number) => T): T {
  const file = openSync(path, "r");
  try {
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** A value with some of those in it in place of others; undefined: this one stays. */
function mapped(value: unknown, other: (value: unknown) => unknown): unknown {
  const instead = other(value);
  if (instead !== undefined) return instead;
  if (Array.isArray(value)) return value.map((item) => mapped(item, other));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapped(item, other)]));
}
