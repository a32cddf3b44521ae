import type { Cluster } from "@kubetick/cluster";
import type { FolderEntry, KubectlHost } from "./host.ts";

/** What a command can use beside the cluster. */
export interface KubectlOptions {
  /** The text of a file that a command names (`-f`); `-` is standard input. Throws where there is none. Default: there are no files. */
  readonly readFile?: (path: string) => string;
  /** What is in the folder that a command names (`-f`); undefined where the path is no folder. Default: there are no folders. */
  readonly listFolder?: (path: string) => readonly FolderEntry[] | undefined;
  /** What `edit` does in place of an editor: gets the text, returns the new one. Default: there is no editor. */
  readonly edit?: (text: string) => string;
}

/** A cluster as kubectl sees it. */
export function clusterHost(cluster: Cluster, { readFile, listFolder, edit }: KubectlOptions = {}): KubectlHost {
  return {
    request: (request) => cluster.request(request),
    now: () => cluster.now,
    proceed: (until) => cluster.proceed(until),
    events: (resource, since) => (cluster.changesSince(since) ?? []).filter((event) => event.resource === resource),
    readFile:
      readFile ??
      ((path) => {
        throw new Error(`there is no file ${path}`);
      }),
    ...(listFolder !== undefined && { listFolder }),
    ...(edit !== undefined && { edit }),
  };
}
