import type { PodTemplateSpec } from "../../kubernetes/types.ts";
import { child, type FieldError, forbidden } from "../field-error.ts";
import { validateLabels } from "./labels.ts";
import { validateAnnotations } from "./metadata.ts";
import { validateAppArmorMatches, validatePodAnnotations, validateSeccompMatches } from "./pod/annotations.ts";
import { validatePodSpec } from "./pod/spec.ts";

/**
 * Whether a pod template, with its defaults, is valid. `path` is where it stands: `spec.template`.
 * Source: pkg/apis/core/validation/validation.go ValidatePodTemplateSpec.
 */
export function validatePodTemplateSpec(template: PodTemplateSpec, path: string): readonly FieldError[] {
  const metadata = template.metadata ?? {};
  const spec = template.spec ?? { containers: [] };
  const ephemeral = (spec.ephemeralContainers ?? []).length > 0;
  return [
    ...validateLabels(metadata.labels, child(path, "labels")),
    ...validateAnnotations(metadata.annotations, child(path, "annotations")),
    ...validatePodAnnotations(metadata.annotations, spec, child(path, "annotations")),
    ...validatePodSpec(spec, child(path, "spec"), { isPod: false }),
    ...validateSeccompMatches(metadata, spec, child(path, "spec")),
    ...validateAppArmorMatches(metadata, spec, child(path, "spec")),
    ...(ephemeral
      ? [forbidden(child(path, "spec.ephemeralContainers"), "ephemeral containers not allowed in pod template")]
      : []),
  ];
}
