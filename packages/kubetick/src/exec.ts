import { Cluster, dockerDesktop, parseDuration } from "@kubetick/cluster";
import { kubectl } from "@kubetick/kubectl";
import { editInEditor } from "./editor.ts";
import { filesFrom } from "./files.ts";
import { readSnapshotFile, writeSnapshotFile } from "./snapshot-file.ts";
import type { Terminal } from "./terminal.ts";

export interface ExecOptions {
  /** How many nodes a new cluster has. Default: 1. */
  readonly nodes?: number;
  /** `docker-desktop`: a new cluster is like that of Docker Desktop. */
  readonly cluster?: string;
  readonly seed?: number;
  /** The file that keeps the cluster between commands. */
  readonly snapshot?: string;
  /** How much time goes by after the command; for `0s` not even what is due at once happens. Default: until it has settled. */
  readonly advance?: string;
}

/**
 * `kubetick exec -- ARGS`: one kubectl command on a new cluster, or on the one kept in a snapshot file. Prints what kubectl
 * prints, and returns its exit code. Also a command that fails may have changed something, and is followed by its time.
 *
 * @throws SnapshotError, NotSettledError, RangeError (`advance` is no time span), or the file system's errors
 */
export function execKubectl(args: readonly string[], options: ExecOptions, terminal: Terminal): number {
  const advance = options.advance === undefined ? undefined : parseDuration(options.advance);
  const { snapshot } = options;
  const cluster = (snapshot === undefined ? undefined : readSnapshotFile(snapshot)) ?? newCluster(options);
  const $ = kubectl(cluster, {
    ...filesFrom(".", terminal.stdin),
    edit: (text) => editInEditor(text, terminal.environment),
  });
  const { stdout, stderr, exitCode } = $.run(args);
  terminal.out(stdout);
  terminal.err(stderr);
  try {
    if (advance === undefined) cluster.settle();
    else if (advance > 0) cluster.advance(advance);
  } finally {
    if (snapshot !== undefined) writeSnapshotFile(snapshot, cluster);
  }
  return exitCode;
}

function newCluster({ nodes = 1, cluster, seed }: ExecOptions): Cluster {
  const seeded = seed === undefined ? {} : { seed };
  return cluster === "docker-desktop" ? dockerDesktop(seeded) : new Cluster({ nodes, ...seeded }).settle();
}
