import { existsSync, readFileSync } from "node:fs";
import type { Checkpoint } from "@kubetick/testing";
import { writeDurably } from "../durable-file.ts";

/**
 * The checkpoint that a file has; undefined where there is no file.
 *
 * @throws RangeError where the file has something else
 */
export function readCheckpoint(path: string): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const checkpoint = JSON.parse(readFileSync(path, "utf8")) as Checkpoint;
    if (typeof checkpoint.format === "number" && checkpoint.ledger !== undefined) return checkpoint;
  } catch {
    // It is told below.
  }
  throw new RangeError(`${path} has no checkpoint of a search: take another file`);
}

/** Whatever interrupts the writing, the file has the checkpoint before or this one. */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): void {
  writeDurably(path, JSON.stringify(checkpoint));
}
