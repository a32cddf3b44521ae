import type { LabelSelector, PodTemplateSpec } from "../../kubernetes/types.ts";
import { child, type FieldError, invalid, notSupported, required } from "../field-error.ts";
import { labelSelectorRequirements, matchesLabelSelector } from "../selector.ts";
import { selectorAsGoPrintsIt, sortedLabels, validateLabelSelector } from "./labels.ts";
import { validatePodTemplateSpec } from "./pod-template.ts";

/** What Deployments and ReplicaSets have in common. Source: pkg/apis/apps/validation/validation.go. */

export interface TemplateOwnerSpec {
  readonly selector: LabelSelector;
  readonly template?: PodTemplateSpec;
}

export function isEmptySelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

/** Source: the middle of ValidateDeploymentSpec and of ValidateReplicaSetSpec. */
export function validateSelectorAndTemplate(
  { selector: given, template = {} }: TemplateOwnerSpec,
  path: string,
): readonly FieldError[] {
  // The server writes a selector that is missing as null.
  const selector = given ?? undefined;
  const selectorPath = child(path, "selector");
  const errors: FieldError[] =
    selector === undefined ? [required(selectorPath)] : [...validateLabelSelector(selector, selectorPath)];
  // The server says "deployment" of ReplicaSets too.
  if (selector !== undefined && isEmptySelector(selector)) {
    errors.push(invalid(selectorPath, selectorAsGoPrintsIt(selector), "empty selector is invalid for deployment"));
  }
  if (selector !== undefined && typeof labelSelectorRequirements(selector) === "string") {
    return [...errors, invalid(selectorPath, selectorAsGoPrintsIt(selector), "invalid label selector")];
  }
  const templatePath = child(path, "template");
  if (!matchesLabelSelector(selector, template.metadata?.labels)) errors.push(selectorMismatch(template, templatePath));
  return [
    ...errors,
    ...validatePodTemplateSpec(template, templatePath),
    ...validateAlwaysRestarts(template, templatePath),
  ];
}

export function selectorMismatch(template: PodTemplateSpec, path: string): FieldError {
  const labels = template.metadata?.labels;
  const shown = labels === undefined ? null : sortedLabels(labels);
  return invalid(child(path, "metadata.labels"), shown, "`selector` does not match template `labels`");
}

export function validateAlwaysRestarts(template: PodTemplateSpec, path: string): readonly FieldError[] {
  const policy = template.spec?.restartPolicy;
  return policy === "Always" ? [] : [notSupported(child(path, "spec.restartPolicy"), policy ?? "", ["Always"])];
}
