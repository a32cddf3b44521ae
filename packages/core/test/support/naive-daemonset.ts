import type { DaemonNode, DaemonRules } from "../../src/components/daemonset/daemon-node.ts";
import type { Limits } from "../../src/components/daemonset/limits.ts";
import { isPodUpdated } from "../../src/components/daemonset/pod-template.ts";
import { isPodAvailable, isPodReady } from "../../src/components/shared/pod-conditions.ts";
import type { Pod } from "../../src/kubernetes/types.ts";

/** The loops of the real controller over all nodes, with none of our bookkeeping: what the fast ones are compared with. */

/** After pkg/controller/daemon/daemon_controller.go updateDaemonSetStatus. */
export function naiveStatus(
  { hash, generation, minReadySeconds }: DaemonRules,
  nodes: readonly DaemonNode[],
  now: number,
) {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 };
  for (const { node, shouldRun, pods } of nodes) {
    if (node === undefined) continue;
    const [pod] = pods;
    if (!shouldRun) {
      if (pod !== undefined) counts.misscheduled++;
      continue;
    }
    counts.desired++;
    if (pod === undefined) continue;
    counts.current++;
    if (isPodReady(pod)) {
      counts.ready++;
      if (isPodAvailable(pod, minReadySeconds, now)) counts.available++;
    }
    if (isPodUpdated(pod, hash, generation)) counts.updated++;
  }
  return counts;
}

function findUpdatedPods({ hash, generation }: DaemonRules, pods: readonly Pod[]) {
  const live = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const [fresh, stale] = [true, false].map((updated) =>
    live.filter((pod) => isPodUpdated(pod, hash, generation) === updated),
  ) as [Pod[], Pod[]];
  return { newPod: fresh[0], oldPod: stale[0], ok: fresh.length < 2 && stale.length < 2 };
}

/** After pkg/controller/daemon/update.go rollingUpdate. */
export function naiveRollingUpdate(
  rules: DaemonRules,
  nodes: readonly DaemonNode[],
  now: number,
  { maxUnavailable, maxSurge }: Limits,
) {
  const available = (pod: Pod) => isPodAvailable(pod, rules.minReadySeconds, now);
  const taking = nodes.filter(({ pods, shouldRun }) => pods.length > 0 || shouldRun);
  const desired = nodes.filter(({ shouldRun }) => shouldRun).length;
  return maxSurge === 0 ? withoutSurge() : withSurge();

  function withoutSurge() {
    let unavailable = 0;
    const allowed: string[] = [];
    const candidates: string[] = [];
    for (const { pods } of taking) {
      const { newPod, oldPod, ok } = findUpdatedPods(rules, pods);
      if (!ok) unavailable++;
      else if ((oldPod === undefined) === (newPod === undefined)) unavailable++;
      else if (newPod !== undefined) unavailable += available(newPod) ? 0 : 1;
      else if (oldPod !== undefined && !available(oldPod)) {
        allowed.push(oldPod.metadata.name);
        unavailable++;
      } else if (oldPod !== undefined && unavailable < maxUnavailable) candidates.push(oldPod.metadata.name);
    }
    return {
      deletePods: [...allowed, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))],
      createOn: [],
    };
  }

  function withSurge() {
    const gone: string[] = [];
    const shouldNotRun: string[] = [];
    const candidates: string[] = [];
    const allowed: string[] = [];
    let surging = 0;
    let covered = 0;
    for (const { name, node, pods, shouldRun } of taking) {
      const { newPod, oldPod, ok } = findUpdatedPods(rules, pods);
      if (!ok) {
        surging++;
        continue;
      }
      const first = oldPod ?? newPod;
      if (first !== undefined && available(first)) covered++;
      if (oldPod === undefined) continue;
      if (newPod !== undefined) {
        if (available(newPod)) gone.push(oldPod.metadata.name);
        else surging++;
        continue;
      }
      if (node === undefined) return "error";
      if (!available(oldPod)) {
        if (shouldRun) allowed.push(name);
        else gone.push(oldPod.metadata.name);
      } else if (!shouldRun) shouldNotRun.push(oldPod.metadata.name);
      else if (surging < maxSurge) candidates.push(name);
    }
    return {
      deletePods: [...gone, ...shouldNotRun.slice(0, Math.max(0, covered - desired))],
      createOn: [...allowed, ...candidates.slice(0, Math.max(0, maxSurge - surging))],
    };
  }
}
