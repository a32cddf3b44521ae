import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Removes what processes have left that were killed while they wrote a file whose name is like this. */
export function removeUnfinished(folder: string, written: RegExp): void {
  for (const name of readdirSync(folder)) {
    const [, target] = /^(.*)\.\d+\.tmp$/.exec(name) ?? [];
    if (target !== undefined && written.test(target)) rmSync(join(folder, name), { force: true });
  }
}

/**
 * Writes a file, from one text or piece by piece. Whoever reads it, and whatever interrupts the writing, finds the old content or the
 * new one: the new one is written beside it, and takes its place once it is on the disk. Of two writers the last one stays.
 */
export function writeDurably(path: string, content: string | Iterable<string | Uint8Array>): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(beside, "wx");
    try {
      for (const piece of typeof content === "string" ? [content] : content) writeFileSync(file, piece);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
