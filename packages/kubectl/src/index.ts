export { clusterHost, type KubectlOptions } from "./cluster-host.ts";
export { KubectlError } from "./command-error.ts";
export type { FolderEntry, KubectlHost, KubectlResult } from "./host.ts";
export { type Kubectl, kubectl } from "./kubectl.ts";
export { run } from "./run.ts";
export { words } from "./words.ts";
