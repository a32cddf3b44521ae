import {
  findMatchingUntoleratedTaint,
  matchesRequiredNodeAffinity,
  type Node,
  type PodTemplateSpec,
  type Taint,
  type Toleration,
} from "@kubetick/core";

/** Whether a daemon pod is wanted on a node, and whether one that is there may stay. */
export interface Placement {
  readonly wanted: boolean;
  readonly mayStay: boolean;
}

/**
 * What daemon pods tolerate whatever their template says.
 * Upstream: pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations.
 */
export const TOLERATED: readonly (readonly [key: string, effect: string])[] = [
  ["node.kubernetes.io/not-ready", "NoExecute"],
  ["node.kubernetes.io/unreachable", "NoExecute"],
  ["node.kubernetes.io/disk-pressure", "NoSchedule"],
  ["node.kubernetes.io/memory-pressure", "NoSchedule"],
  ["node.kubernetes.io/pid-pressure", "NoSchedule"],
  ["node.kubernetes.io/unschedulable", "NoSchedule"],
];

type Tolerated = (typeof TOLERATED)[number];

/** … and those on the host's network, which can do without the node's. */
export const TOLERATED_ON_HOST: Tolerated = ["node.kubernetes.io/network-unavailable", "NoSchedule"];

const NOWHERE: Placement = { wanted: false, mayStay: false };

/** Upstream: pkg/controller/daemon/daemon_controller.go nodeShouldRunDaemonPod. */
export function placementOn(node: Node | undefined, { spec }: PodTemplateSpec): Placement {
  if (node === undefined || spec === undefined) return NOWHERE;
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return NOWHERE;
  if (!matchesRequiredNodeAffinity(spec, node)) return NOWHERE;
  const tolerations = tolerationsOf(spec);
  const repelled = (...effects: string[]) =>
    findMatchingUntoleratedTaint(node.spec?.taints, tolerations, (taint: Taint) => effects.includes(taint.effect)) !==
    undefined;
  return { wanted: !repelled("NoSchedule", "NoExecute"), mayStay: !repelled("NoExecute") };
}

function tolerationsOf({ tolerations = [], hostNetwork }: NonNullable<PodTemplateSpec["spec"]>): Toleration[] {
  const added = hostNetwork ? [...TOLERATED, TOLERATED_ON_HOST] : TOLERATED;
  return [...tolerations, ...added.map(([key, effect]) => ({ key, operator: "Exists", effect }))];
}
