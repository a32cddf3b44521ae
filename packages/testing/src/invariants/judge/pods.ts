import { type ClusterView, type KubeObject, type Millis, type Pod, parseTime } from "@kubetick/core";

/** Upstream: pkg/api/v1/pod/util.go. Written here a second time on purpose: a judge does not ask the accused. */

export function isTerminal({ status }: Pod): boolean {
  return status?.phase === "Failed" || status?.phase === "Succeeded";
}

export function isDeleting({ metadata }: Pick<KubeObject, "metadata">): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isLive(pod: Pod): boolean {
  return !isDeleting(pod) && !isTerminal(pod);
}

/** It has stopped for good and is being deleted: only something that holds the object back keeps it. */
export function isGone(pod: Pod): boolean {
  return isDeleting(pod) && isTerminal(pod);
}

export function isReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === "True";
}

/** Ready for at least so many seconds. */
export function isAvailable(pod: Pod, minReadySeconds: number, now: Millis): boolean {
  const ready = readyCondition(pod);
  if (ready?.status !== "True") return false;
  return minReadySeconds === 0 || parseTime(ready.lastTransitionTime) + minReadySeconds * 1000 <= now;
}

function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find(({ type }) => type === "Ready");
}

/** The node that it is on, or waits for: a daemon pod's affinity names one. */
export function nodeNameOf({ spec }: Pod): string {
  if (spec?.nodeName) return spec.nodeName;
  for (const term of spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ??
    [])
    for (const { key, operator, values } of term.matchFields ?? [])
      if (key === "metadata.name" && operator === "In" && values?.length === 1) return values[0] as string;
  return "";
}

export function findPod(view: ClusterView, namespace: string | undefined, name: string | undefined): Pod | undefined {
  return view.get<Pod>("pods", `${namespace}/${name}`);
}
