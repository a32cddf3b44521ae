import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Cluster, dockerDesktop } from "@kubetick/cluster";
import { type KubectlResult, kubectl } from "@kubetick/kubectl";

export interface ExecOptions {
  /** How many nodes a new cluster has. Default: 1. */
  readonly nodes?: number;
  /** `docker-desktop`: a new cluster is like that of Docker Desktop. */
  readonly cluster?: string;
  readonly seed?: number;
  /** The file that keeps the cluster between commands. */
  readonly snapshot?: string;
  /** How much time goes by after the command. Default: until it has settled. */
  readonly advance?: string;
}

/** `kubetick exec -- ARGS`: one kubectl command on a new cluster, or on the one kept in a snapshot file. */
export function execKubectl(args: readonly string[], options: ExecOptions): KubectlResult {
  const cluster =
    options.snapshot !== undefined && existsSync(options.snapshot)
      ? Cluster.restore(readFileSync(options.snapshot, "utf8"))
      : newCluster(options);
  const readFile = (path: string) => readFileSync(path === "-" ? 0 : path, "utf8");
  const result = kubectl(cluster, { readFile, edit: editInEditor }).run(args);
  if (options.advance === undefined) cluster.settle();
  else cluster.advance(options.advance);
  if (options.snapshot !== undefined) writeFileSync(options.snapshot, cluster.snapshot());
  return result;
}

function newCluster({ nodes = 1, cluster, seed }: ExecOptions): Cluster {
  const seeded = seed === undefined ? {} : { seed };
  if (cluster === undefined) return new Cluster({ nodes, ...seeded }).settle();
  if (cluster === "docker-desktop") return dockerDesktop(seeded);
  throw new Error(`there is no cluster "${cluster}"; there is: docker-desktop`);
}

/** What kubectl does: the text in a file, in the editor that KUBE_EDITOR or EDITOR names. */
function editInEditor(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "kubetick-edit-"));
  const file = join(folder, "edit.yaml");
  try {
    writeFileSync(file, text);
    const editor = process.env["KUBE_EDITOR"] || process.env["EDITOR"] || "vi";
    const { status } = spawnSync(`${editor} ${file}`, { shell: true, stdio: ["inherit", 2, "inherit"] });
    if (status !== 0) throw new Error(`there was a problem with the editor ${JSON.stringify(editor)}`);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
