import type { DaemonSet, Deployment, KubeObject, LabelSelector, Pod, ReplicaSet } from "@kubetick/core";
import { formatLabelSelector, formatLabels, selectorString } from "../print/labels.ts";
import { rfc1123 } from "../print/rfc1123.ts";
import { describeEventsOf } from "./events.ts";
import { controllerName, describeLabelsAndAnnotations, describeName } from "./metadata.ts";
import { describePodTemplate } from "./pod-template.ts";
import { newAndOldReplicaSets } from "./replica-sets.ts";
import { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

/** Source: kubectl/pkg/describe describeDaemonSet. */
export function describeDaemonSet(daemonSet: DaemonSet, world: DescribeWorld): string {
  const { spec, status } = daemonSet;
  const text = new DescribeText();
  describeName(text, daemonSet);
  text.line(0, `Selector:\t${selectorString(spec?.selector)}`);
  text.line(0, `Node-Selector:\t${formatLabels(spec?.template?.spec?.nodeSelector)}`);
  describeLabelsAndAnnotations(text, daemonSet);
  text.line(0, `Desired Number of Nodes Scheduled: ${status?.desiredNumberScheduled ?? 0}`);
  text.line(0, `Current Number of Nodes Scheduled: ${status?.currentNumberScheduled ?? 0}`);
  text.line(0, `Number of Nodes Scheduled with Up-to-date Pods: ${status?.updatedNumberScheduled ?? 0}`);
  text.line(0, `Number of Nodes Scheduled with Available Pods: ${status?.numberAvailable ?? 0}`);
  text.line(0, `Number of Nodes Misscheduled: ${status?.numberMisscheduled ?? 0}`);
  text.line(0, `Pods Status:\t${podsStatus(daemonSet, spec?.selector, world)}`);
  describePodTemplate(text, spec?.template);
  describeEventsOf(text, world, daemonSet);
  return text.finish();
}

/** Source: kubectl/pkg/describe describeReplicaSet. */
export function describeReplicaSet(replicaSet: ReplicaSet, world: DescribeWorld): string {
  const { spec, status } = replicaSet;
  const text = new DescribeText();
  describeName(text, replicaSet);
  text.line(0, `Selector:\t${formatLabelSelector(spec?.selector)}`);
  describeLabelsAndAnnotations(text, replicaSet);
  const controller = controllerName(replicaSet);
  if (controller !== undefined) text.line(0, `Controlled By:\t${controller}`);
  text.line(0, `Replicas:\t${status?.replicas ?? 0} current / ${spec?.replicas ?? 0} desired`);
  text.line(0, `Pods Status:\t${podsStatus(replicaSet, spec?.selector, world)}`);
  describePodTemplate(text, spec?.template);
  describeConditions(text, status?.conditions);
  describeEventsOf(text, world, replicaSet);
  return text.finish();
}

/** Source: kubectl/pkg/describe describeDeployment. */
export function describeDeployment(deployment: Deployment, world: DescribeWorld): string {
  const { metadata, spec, status } = deployment;
  const text = new DescribeText();
  describeName(text, deployment);
  text.line(0, `CreationTimestamp:\t${rfc1123(metadata.creationTimestamp)}`);
  describeLabelsAndAnnotations(text, deployment);
  text.line(0, `Selector:\t${selectorString(spec?.selector)}`);
  const counts = [
    `${spec?.replicas ?? 0} desired`,
    `${status?.updatedReplicas ?? 0} updated`,
    `${status?.replicas ?? 0} total`,
    `${status?.availableReplicas ?? 0} available`,
    `${status?.unavailableReplicas ?? 0} unavailable`,
  ];
  text.line(0, `Replicas:\t${counts.join(" | ")}`);
  text.line(0, `StrategyType:\t${spec?.strategy?.type ?? ""}`);
  text.line(0, `MinReadySeconds:\t${spec?.minReadySeconds ?? 0}`);
  const rolling = spec?.strategy?.rollingUpdate;
  if (rolling !== undefined) {
    const { maxUnavailable, maxSurge } = rolling;
    text.line(0, `RollingUpdateStrategy:\t${maxUnavailable} max unavailable, ${maxSurge} max surge`);
  }
  describePodTemplate(text, spec?.template);
  describeConditions(text, status?.conditions);
  const { newer, older } = newAndOldReplicaSets(deployment, world);
  if (newer.length > 0 || older.length > 0) {
    text.line(0, `OldReplicaSets:\t${replicaSetsText(older)}`);
    text.line(0, `NewReplicaSet:\t${replicaSetsText(newer)}`);
  }
  describeEventsOf(text, world, deployment);
  return text.finish();
}

function replicaSetsText(replicaSets: readonly ReplicaSet[]): string {
  const texts = replicaSets.map(({ metadata, spec, status }) => {
    return `${metadata.name} (${status?.replicas ?? 0}/${spec?.replicas ?? 0} replicas created)`;
  });
  return texts.join(", ") || "<none>";
}

function describeConditions(
  text: DescribeText,
  conditions:
    | readonly { readonly type?: string; readonly status?: string; readonly reason?: string | undefined }[]
    | undefined,
): void {
  if (conditions === undefined || conditions.length === 0) return;
  text.line(0, "Conditions:");
  text.line(1, "Type\tStatus\tReason");
  text.line(1, "----\t------\t------");
  for (const { type, status, reason } of conditions) text.line(1, `${type} \t${status}\t${reason ?? ""}`);
}

/** Source: kubectl/pkg/describe getPodStatusForController. */
function podsStatus({ metadata }: KubeObject, selector: LabelSelector | undefined, world: DescribeWorld): string {
  const labelSelector = selectorString(selector);
  const pods = world.list<Pod>("pods", metadata.namespace ?? "", { labelSelector });
  const own = pods.filter((pod) => pod.metadata.ownerReferences?.find((r) => r.controller)?.uid === metadata.uid);
  const count = (phase: string) => own.filter((pod) => pod.status?.phase === phase).length;
  const { Running, Pending, Succeeded, Failed } = {
    Running: count("Running"),
    Pending: count("Pending"),
    Succeeded: count("Succeeded"),
    Failed: count("Failed"),
  };
  return `${Running} Running / ${Pending} Waiting / ${Succeeded} Succeeded / ${Failed} Failed`;
}
