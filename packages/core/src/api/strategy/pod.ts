import type { Pod, PodCondition, PodStatus, Time } from "../../kubernetes/types.ts";
import { defaultPod } from "../default/pod.ts";
import { podQosClass } from "../qos.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { nameIsDnsSubdomain } from "../validate/metadata.ts";
import { validatePodCreate } from "../validate/pod/create.ts";
import { validatePodStatusUpdate } from "../validate/pod/status.ts";
import { validatePodUpdate } from "../validate/pod/update.ts";
import { strategyOf } from "./kind-rules.ts";
import { withNextGeneration, withPart } from "./parts.ts";
import { withAppArmorFields } from "./pod-apparmor.ts";
import { withCondition } from "./pod-condition.ts";
import { dropGatedFields, withoutInitContainerAnnotations } from "./pod-gated-fields.ts";
import { defaultPodLevelResources } from "./pod-level-resources.ts";
import { mergeMatchLabelKeys } from "./pod-match-label-keys.ts";
import { podWarnings } from "./pod-warnings.ts";

/** Source: pkg/registry/core/pod/strategy.go podStrategy.PrepareForCreate. */
function prepareForCreate(pod: Pod): Pod {
  const annotations = pod.metadata.annotations;
  const labels = pod.metadata.labels ?? {};
  const kept = annotations === undefined ? undefined : withoutInitContainerAnnotations(annotations);
  const metadata = withPart(withPart(pod.metadata, "generation", 1), "annotations", kept);
  let spec = dropGatedFields(pod.spec ?? { containers: [] });
  spec = mergeMatchLabelKeys(spec, labels);
  spec = withAppArmorFields(spec, kept ?? {});
  spec = defaultPodLevelResources(spec);
  const { status: _, ...rest } = pod;
  const fresh: Pod = Object.assign({}, rest, { metadata, spec });
  return Object.assign({}, fresh, { status: { qosClass: podQosClass(fresh), ...firstStatus(fresh) } });
}

function firstStatus(pod: Pod): PodStatus {
  const pending: PodStatus = { phase: "Pending" };
  return (pod.spec?.schedulingGates ?? []).length === 0 ? pending : withCondition(pending, gated(pod));
}

function gated(pod: Pod): PodCondition {
  return {
    type: "PodScheduled",
    status: "False",
    // Not omitted where empty: Go prints the struct's null.
    lastProbeTime: null as unknown as Time,
    lastTransitionTime: pod.metadata.creationTimestamp,
    reason: "SchedulingGated",
    message: "Scheduling is blocked due to non-empty scheduling gates",
  };
}

/** The status stays, and the generation counts changes of the spec. Source: podStrategy.PrepareForUpdate. */
function prepareForUpdate(pod: Pod, old: Pod): Pod {
  const kept = withPart(pod, "status", old.status);
  if (kept.spec === old.spec || kept.spec === undefined) return kept;
  const given = kept.spec.resources === undefined ? withPart(kept.spec, "resources", old.spec?.resources) : kept.spec;
  const spec = dropGatedFields(given);
  // A spec that says the same is the same: nothing about it is looked at again.
  if (semanticEqual(spec, old.spec)) return withPart(kept, "spec", old.spec);
  return withNextGeneration(withPart(kept, "spec", spec), old);
}

/** Source: podStatusStrategy.PrepareForUpdate. */
function prepareForStatusUpdate(pod: Pod, old: Pod): Pod {
  const status = keepObservedGenerations(keepOwnedByServer(pod.status ?? {}, old.status ?? {}), old.status ?? {});
  const { deletionTimestamp, ownerReferences } = old.metadata;
  let metadata = withPart(pod.metadata, "ownerReferences", ownerReferences);
  metadata = withPart(metadata, "deletionTimestamp", deletionTimestamp);
  return withPart(withPart(withPart(pod, "metadata", metadata), "spec", old.spec), "status", status);
}

const KEPT_STATUS = [
  "qosClass",
  "resourceClaimStatuses",
  "extendedResourceClaimStatus",
  "nodeAllocatableResourceClaimStatuses",
] as const;

/** What a client that does not know a field leaves out stays. */
function keepOwnedByServer(status: PodStatus, old: PodStatus): PodStatus {
  const lost = KEPT_STATUS.filter((name) => (status[name] ?? "") === "" && old[name] !== undefined);
  return lost.length === 0 ? status : { ...status, ...Object.fromEntries(lost.map((name) => [name, old[name]])) };
}

/** Source: pkg/registry/core/pod/strategy.go preserveOldObservedGeneration. */
function keepObservedGenerations(status: PodStatus, old: PodStatus): PodStatus {
  const observed = old.observedGeneration;
  const kept =
    !status.observedGeneration && observed ? Object.assign({}, status, { observedGeneration: observed }) : status;
  const { conditions } = kept;
  if (conditions === undefined || conditions === old.conditions) return kept;
  const remaining = [...(old.conditions ?? [])];
  let changed = false;
  const restored = conditions.map((condition) => {
    const at = remaining.findIndex((each) => each.type === condition.type);
    const generation = at < 0 ? undefined : remaining.splice(at, 1)[0]?.observedGeneration;
    if (condition.observedGeneration || !generation) return condition;
    changed = true;
    return Object.assign({}, condition, { observedGeneration: generation });
  });
  return changed ? { ...kept, conditions: restored } : kept;
}

/** Pods, between decoding and commit. Source: pkg/registry/core/pod/strategy.go. */
export const podStrategy: ResourceStrategy<Pod> = strategyOf<Pod>({
  namespaced: true,
  checkName: nameIsDnsSubdomain,
  default: defaultPod,
  prepareForCreate,
  validate: validatePodCreate,
  // People do not update pods, and controllers do not read warnings.
  warnings: (pod, old) => (old === undefined ? podWarnings(pod) : []),
  prepareForUpdate,
  validateChange: validatePodUpdate,
  prepareForStatusUpdate,
  validateStatusChange: validatePodStatusUpdate,
  allowUnconditionalUpdate: true,
});
