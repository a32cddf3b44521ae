import type { PodTemplateSpec, TopologySpreadConstraint } from "@kubetick/core";
import { compare, formatLabelSelector } from "../print/labels.ts";
import { describeContainers } from "./containers.ts";
import { describeAnnotations, describeLabels, describeTolerations } from "./metadata.ts";
import type { DescribeText } from "./text.ts";
import { describeVolumes } from "./volumes.ts";

/** Source: kubectl/pkg/describe DescribePodTemplate. */
export function describePodTemplate(text: DescribeText, template: PodTemplateSpec | undefined): void {
  text.line(0, "Pod Template:");
  const { metadata, spec } = template ?? {};
  describeLabels(text, "  Labels", metadata?.labels);
  if (Object.keys(metadata?.annotations ?? {}).length > 0) {
    describeAnnotations(text, "  Annotations", metadata?.annotations);
  }
  if (spec?.serviceAccountName) text.line(1, `Service Account:\t${spec.serviceAccountName}`);
  if ((spec?.initContainers ?? []).length > 0) {
    describeContainers(text, "Init Containers", spec?.initContainers ?? [], {});
  }
  describeContainers(text, "Containers", spec?.containers ?? [], {});
  describeVolumes(text, spec?.volumes, "  ");
  describeTopologySpread(text, spec?.topologySpreadConstraints, "  ");
  if (spec?.priorityClassName) text.line(1, `Priority Class Name:\t${spec.priorityClassName}`);
  describeLabels(text, "  Node-Selectors", spec?.nodeSelector);
  describeTolerations(text, "  Tolerations", spec?.tolerations);
}

/** Source: kubectl/pkg/describe describeTopologySpreadConstraints. */
export function describeTopologySpread(
  text: DescribeText,
  constraints: readonly TopologySpreadConstraint[] | undefined,
  space: string,
): void {
  if (constraints === undefined || constraints.length === 0) return;
  text.write(0, `${space}Topology Spread Constraints:\t`);
  for (const [i, constraint] of [...constraints].sort((a, b) => compare(a.topologyKey, b.topologyKey)).entries()) {
    const { topologyKey, whenUnsatisfiable, maxSkew, labelSelector } = constraint;
    const selector = labelSelector === undefined ? "" : ` for selector ${formatLabelSelector(labelSelector)}`;
    const indent = i === 0 ? "" : `${space}\t`;
    text.line(0, `${indent}${topologyKey}:${whenUnsatisfiable} when max skew ${maxSkew} is exceeded${selector}`);
  }
}
