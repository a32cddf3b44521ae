import type { Pod, PodSpec } from "../../../kubernetes/types.ts";
import { child, forbidden, index } from "../../field-error.ts";
import { validateAppArmorMatches, validatePodAnnotations, validateSeccompMatches } from "./annotations.ts";
import { eachItem, type FieldErrors, NO_ERRORS, textOf, validateNonNegative } from "./check.ts";
import { validateImagePadding } from "./containers.ts";
import { validatePodSpec } from "./spec.ts";

const EMPTY: PodSpec = { containers: [] };

/**
 * Whether a pod may be created: all but the rules for the metadata of every kind, which come first.
 * Source: pkg/apis/core/validation/validation.go ValidatePodCreate.
 */
export function validatePodCreate(pod: Pod): FieldErrors {
  const spec = pod.spec ?? EMPTY;
  const gated = textOf(spec.nodeName) !== "" && (spec.schedulingGates ?? []).length > 0;
  const unborn = "cannot be set until all schedulingGates have been cleared";
  return [
    ...validateAnnotationsAndSpec(pod),
    ...((spec.ephemeralContainers ?? []).length === 0
      ? NO_ERRORS
      : [forbidden("spec.ephemeralContainers", "cannot be set on create")]),
    ...(gated ? [forbidden("spec.nodeName", unborn)] : NO_ERRORS),
    ...validateSeccompMatches(pod.metadata, spec, "spec"),
    ...validateAppArmorMatches(pod.metadata, spec, "spec"),
  ];
}

/** What creation and update have in common. Source: validation.go validatePodMetadataAndSpec. */
export function validateAnnotationsAndSpec(pod: Pod): FieldErrors {
  const spec = pod.spec ?? EMPTY;
  return [
    ...validatePodAnnotations(pod.metadata.annotations, spec, "metadata.annotations"),
    ...validatePodSpec(spec, "spec", { metadata: pod.metadata, isPod: true }),
    ...validateTokenVolumes(spec),
    ...validateNonNegative(spec.terminationGracePeriodSeconds, "spec.terminationGracePeriodSeconds"),
    ...eachItem(spec.containers, "spec.containers", validateImagePadding),
    ...eachItem(spec.initContainers, "spec.initContainers", validateImagePadding),
  ];
}

/** A token is of a service account, so the pod has to name one. */
function validateTokenVolumes(spec: PodSpec): FieldErrors {
  if (textOf(spec.serviceAccountName) !== "") return NO_ERRORS;
  return (spec.volumes ?? []).flatMap((volume, v) =>
    (volume.projected?.sources ?? []).flatMap((source, s) => {
      if (source.serviceAccountToken === undefined) return NO_ERRORS;
      const at = index(child(index("spec.volumes", v), "projected.sources"), s);
      return [forbidden(child(at, "serviceAccountToken"), "must not be specified when serviceAccountName is not set")];
    }),
  );
}
