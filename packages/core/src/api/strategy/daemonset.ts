import type { DaemonSet, DaemonSetStatus } from "../../kubernetes/types.ts";
import { defaultDaemonSet } from "../default/apps.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { validateDaemonSet, validateDaemonSetStatusUpdate, validateDaemonSetUpdate } from "../validate/daemonset.ts";
import { nameIsDnsSubdomain } from "../validate/metadata.ts";
import { strategyOf } from "./kind-rules.ts";
import { withAnnotation, withGeneration, withNextGeneration, withPart } from "./parts.ts";
import { templateWarnings, withoutGatedTemplateFields } from "./pod-template.ts";

/**
 * Counts the changes of the template. Inside the server it is a field of the spec; outside, this annotation: whatever a
 * client writes there is put right on every update. Source: pkg/apis/apps/v1/conversion.go, DeprecatedTemplateGeneration.
 */
export const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

const NO_STATUS: DaemonSetStatus = {
  currentNumberScheduled: 0,
  numberMisscheduled: 0,
  desiredNumberScheduled: 0,
  numberReady: 0,
};

function templateGeneration({ metadata }: DaemonSet): number {
  const { annotations } = metadata;
  const text =
    annotations !== undefined && Object.hasOwn(annotations, TEMPLATE_GENERATION)
      ? annotations[TEMPLATE_GENERATION]
      : "";
  const generation = Number(text);
  return Number.isSafeInteger(generation) ? generation : 0;
}

function withTemplateGeneration(daemonSet: DaemonSet, generation: number): DaemonSet {
  return withAnnotation(daemonSet, TEMPLATE_GENERATION, String(generation));
}

/** Source: pkg/registry/apps/daemonset/strategy.go PrepareForUpdate. */
function prepareForUpdate(daemonSet: DaemonSet, old: DaemonSet): DaemonSet {
  const kept = withPart(withoutGatedTemplateFields(daemonSet), "status", old.status);
  const generation = templateGeneration(old);
  if (semanticEqual(kept.spec, old.spec)) return withTemplateGeneration(withPart(kept, "spec", old.spec), generation);
  const templateChanged = !semanticEqual(kept.spec?.template, old.spec?.template);
  return withTemplateGeneration(withNextGeneration(kept, old), templateChanged ? generation + 1 : generation);
}

/** Source: pkg/registry/apps/daemonset/strategy.go. */
export const daemonSetStrategy: ResourceStrategy<DaemonSet> = strategyOf<DaemonSet>({
  namespaced: true,
  checkName: nameIsDnsSubdomain,
  default: defaultDaemonSet,
  prepareForCreate(daemonSet) {
    const counted = withTemplateGeneration(
      withoutGatedTemplateFields(daemonSet),
      Math.max(templateGeneration(daemonSet), 1),
    );
    return withGeneration(withPart(counted, "status", NO_STATUS), 1);
  },
  validate: validateDaemonSet,
  warnings: (daemonSet, old) =>
    old !== undefined && templateGeneration(daemonSet) === templateGeneration(old) ? [] : templateWarnings(daemonSet),
  prepareForUpdate,
  validateChange: validateDaemonSetUpdate,
  prepareForStatusUpdate(daemonSet, old) {
    return withTemplateGeneration(withPart(daemonSet, "spec", old.spec), templateGeneration(old));
  },
  validateStatusChange: validateDaemonSetStatusUpdate,
});
