import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { Cluster } from "@kubetick/cluster";

/**
 * The cluster that a file keeps; undefined where there is no such file.
 *
 * @throws SnapshotError where the file is damaged, or from a version that this one does not know
 */
export function readSnapshotFile(path: string): Cluster | undefined {
  return existsSync(path) ? Cluster.restore(readFileSync(path, "utf8")) : undefined;
}

/**
 * Keeps a cluster in a file. Whoever reads it, and whatever interrupts the writing, finds the old snapshot or the new one:
 * the text is written beside it, and takes its place once it is on the disk. Of two writers the last one stays.
 */
export function writeSnapshotFile(path: string, cluster: Cluster): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const beside = `${target}.${process.pid}.tmp`;
  try {
    const file = openSync(beside, "wx");
    try {
      writeFileSync(file, cluster.snapshot());
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
