import type { Node, Pod } from "@kubetick/core";
import { eventually, type Invariant } from "./invariant.ts";
import { DAEMON_SETS, daemonSetsOf, podsOf } from "./judge/daemon.ts";
import { isLive, isReady, nodeNameOf } from "./judge/pods.ts";
import { atRest, firstFault } from "./judge/rest.ts";

/**
 * At rest every node that has a daemon pod is served by it, or the pod says why not: it was not scheduled, a container waits for
 * a reason or has ended or is not ready, or the node itself is not.
 */
export const everyNodeServed: Invariant = eventually(
  "everyNodeServed",
  atRest(({ view }) =>
    firstFault(daemonSetsOf(view), (daemonSet) =>
      firstFault(podsOf(view, daemonSet), (pod) => {
        if (!isLive(pod) || isReady(pod) || saysWhy(pod)) return true;
        const node = view.get<Node>("nodes", nodeNameOf(pod));
        if (node === undefined || !isNodeReady(node)) return true;
        return `${pod.metadata.name} is ${pod.status?.phase ?? "Pending"} on ${node.metadata.name}, and nothing says why`;
      }),
    ),
  ),
  { source: "pkg/kubelet/status/generate.go GeneratePodReadyCondition", reads: ["pods", "nodes", DAEMON_SETS] },
);

function isNodeReady({ status }: Node): boolean {
  return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** What a kubelet says of a container that has only just begun to start: at rest it is no reason. */
const BEGINNING: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

function saysWhy({ status }: Pod): boolean {
  if (status?.conditions?.some(({ type, status }) => type === "PodScheduled" && status === "False")) return true;
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.some(({ state }) => {
    if (state?.waiting !== undefined) return !BEGINNING.has(state.waiting.reason ?? "ContainerCreating");
    // One that runs and is not ready: its probe says so.
    return state?.terminated !== undefined || state?.running !== undefined;
  });
}
