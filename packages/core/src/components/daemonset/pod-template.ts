import { labelValue, parseInt64 } from "../../api/selector-requirement.ts";
import type { Affinity, DaemonSet, NodeSelector, Pod, PodTemplateSpec } from "../../kubernetes/types.ts";
import { daemonPodTolerations } from "./tolerations.ts";

/** Which revision a pod is of. */
export const HASH_LABEL = "controller-revision-hash";
/** The generation of the template, from before there were revisions. */
export const TEMPLATE_GENERATION_LABEL = "pod-template-generation";
export const TEMPLATE_GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";

/** The template's generation as it is written on pods; undefined if there is none that can be read. Source: daemonset_util.go GetTemplateGeneration. */
export function templateGeneration(daemonSet: DaemonSet): string | undefined {
  return parseInt64(labelValue(daemonSet.metadata.annotations, TEMPLATE_GENERATION_ANNOTATION) ?? "")?.toString();
}

/**
 * The template of a DaemonSet's pods: with the tolerations of daemon pods and with the labels of its revision.
 * Source: pkg/controller/daemon/util/daemonset_util.go CreatePodTemplate.
 */
export function createPodTemplate(
  template: PodTemplateSpec,
  generation: string | undefined,
  hash: string,
): PodTemplateSpec {
  const labels = {
    ...template.metadata?.labels,
    ...(generation === undefined ? {} : { [TEMPLATE_GENERATION_LABEL]: generation }),
    ...(hash === "" ? {} : { [HASH_LABEL]: hash }),
  };
  const spec = { ...template.spec, tolerations: daemonPodTolerations(template) };
  return { metadata: { ...template.metadata, labels }, spec: spec as PodTemplateSpec["spec"] & object };
}

/** A template for the pod of one node: its affinity leaves no other. The scheduler binds it. */
export function templateForNode(template: PodTemplateSpec, nodeName: string): PodTemplateSpec {
  const affinity = replaceNodeNameAffinity(template.spec?.affinity, nodeName);
  return { ...template, spec: Object.assign({}, template.spec, { affinity }) as PodTemplateSpec["spec"] & object };
}

/**
 * The affinity, with what it requires of nodes replaced by the name of one.
 * Source: pkg/controller/daemon/util/daemonset_util.go ReplaceDaemonSetPodNodeNameNodeAffinity.
 */
export function replaceNodeNameAffinity(affinity: Affinity | undefined, nodeName: string): Affinity {
  const required: NodeSelector = Object.assign(
    {},
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    { nodeSelectorTerms: [{ matchFields: [{ key: "metadata.name", operator: "In", values: [nodeName] }] }] },
  );
  const nodeAffinity = Object.assign({}, affinity?.nodeAffinity, {
    requiredDuringSchedulingIgnoredDuringExecution: required,
  });
  return Object.assign({}, affinity, { nodeAffinity });
}

/**
 * The node that a daemon pod is on, or is for. Undefined where nothing says it.
 * Source: pkg/controller/daemon/util/daemonset_util.go GetTargetNodeName.
 */
export function targetNodeName({ spec }: Pod): string | undefined {
  if (spec?.nodeName) return spec.nodeName;
  for (const term of spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ??
    []) {
    const byName = term.matchFields?.find(({ key, operator }) => key === "metadata.name" && operator === "In");
    if (byName !== undefined) return byName.values?.length === 1 ? byName.values[0] : undefined;
  }
  return undefined;
}

/** Whether a pod is of the current revision. Source: pkg/controller/daemon/util/daemonset_util.go IsPodUpdated. */
export function isPodUpdated(pod: Pod, hash: string, generation: string | undefined): boolean {
  const { labels } = pod.metadata;
  if (hash !== "" && labelValue(labels, HASH_LABEL) === hash) return true;
  return generation !== undefined && (labelValue(labels, TEMPLATE_GENERATION_LABEL) ?? "") === generation;
}
