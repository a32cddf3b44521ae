import { addOrUpdateToleration } from "../../api/taint.ts";
import type { PodTemplateSpec, Toleration } from "../../kubernetes/types.ts";

const exists = (key: string, effect: string): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: "Exists",
  effect,
});

/**
 * What every daemon pod tolerates: a node in trouble must keep its daemons.
 * Source: pkg/controller/daemon/util/daemonset_util.go AddOrUpdateDaemonPodTolerations.
 */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  exists("not-ready", "NoExecute"),
  exists("unreachable", "NoExecute"),
  exists("disk-pressure", "NoSchedule"),
  exists("memory-pressure", "NoSchedule"),
  exists("pid-pressure", "NoSchedule"),
  exists("unschedulable", "NoSchedule"),
];

/** Only pods on the host's network can do without the node's. */
const HOST_NETWORK_TOLERATION = exists("network-unavailable", "NoSchedule");

const known = new WeakMap<PodTemplateSpec, readonly Toleration[]>();

/** The tolerations of the pods that a template makes: its own, and those that every daemon pod gets. */
export function daemonPodTolerations(template: PodTemplateSpec): readonly Toleration[] {
  let tolerations = known.get(template);
  if (tolerations === undefined) {
    const added =
      template.spec?.hostNetwork === true ? [...DAEMON_TOLERATIONS, HOST_NETWORK_TOLERATION] : DAEMON_TOLERATIONS;
    tolerations = added.reduce(addOrUpdateToleration, template.spec?.tolerations ?? []);
    known.set(template, tolerations);
  }
  return tolerations;
}
