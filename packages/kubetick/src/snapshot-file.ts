import { existsSync, readFileSync, realpathSync } from "node:fs";
import { Cluster } from "@kubetick/cluster";
import { writeDurably } from "./durable-file.ts";

/**
 * The cluster that a file keeps; undefined where there is no such file.
 *
 * @throws SnapshotError where the file is damaged, or from a version that this one does not know
 */
export function readSnapshotFile(path: string): Cluster | undefined {
  return existsSync(path) ? Cluster.restore(readFileSync(path, "utf8")) : undefined;
}

/** Keeps a cluster in a file, whatever interrupts the writing. Of two writers the last one stays. */
export function writeSnapshotFile(path: string, cluster: Cluster): void {
  writeDurably(existsSync(path) ? realpathSync(path) : path, cluster.snapshot());
}
