export { clusterHost, type KubectlOptions } from "./cluster-host.ts";
export type { KubectlHost, KubectlResult } from "./host.ts";
export { type Kubectl, kubectl } from "./kubectl.ts";
export { run } from "./run.ts";
export { words } from "./words.ts";
