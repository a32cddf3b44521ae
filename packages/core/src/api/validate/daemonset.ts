import type {
  DaemonSet,
  DaemonSetSpec,
  DaemonSetStatus,
  DaemonSetUpdateStrategy,
  RollingUpdateDaemonSet,
} from "../../kubernetes/types.ts";
import { child, type FieldError, forbidden, invalid, notSupported, required } from "../field-error.ts";
import { labelSelectorRequirements, matchesLabelSelector } from "../selector.ts";
import {
  intOrPercentValue,
  validateCollisionCount,
  validateImmutable,
  validateNonnegative,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from "./common.ts";
import { selectorAsGoPrintsIt, validateLabelSelector } from "./labels.ts";
import { validatePodTemplateSpec } from "./pod-template.ts";
import { isEmptySelector, selectorMismatch, validateAlwaysRestarts } from "./workload.ts";

/** Source: pkg/apis/apps/validation/validation.go. */

export function validateDaemonSet({ spec }: DaemonSet): readonly FieldError[] {
  return spec === undefined ? [required("spec")] : validateDaemonSetSpec(spec, "spec");
}

/** Source: ValidateDaemonSetUpdate. A spec that is the same object as stored has passed before. */
export function validateDaemonSetUpdate(daemonSet: DaemonSet, old: DaemonSet): readonly FieldError[] {
  if (daemonSet.spec === old.spec) return [];
  return [
    ...validateImmutable(daemonSet.spec?.selector, old.spec?.selector, "spec.selector"),
    ...validateDaemonSet(daemonSet),
  ];
}

/** Source: ValidateDaemonSetSpec. */
function validateDaemonSetSpec(spec: DaemonSetSpec, path: string): readonly FieldError[] {
  const template = child(path, "template");
  return [
    ...validateSelector(spec, path),
    ...validatePodTemplateSpec(spec.template, template),
    ...validateAlwaysRestarts(spec.template, template),
    ...validateNoDeadline(spec, template),
    ...validateNonnegative(spec.minReadySeconds, child(path, "minReadySeconds")),
    ...validateUpdateStrategy(spec.updateStrategy ?? {}, child(path, "updateStrategy")),
    ...validateNonnegative(spec.revisionHistoryLimit, child(path, "revisionHistoryLimit")),
  ];
}

function validateSelector({ selector: given, template }: DaemonSetSpec, path: string): readonly FieldError[] {
  // The server writes a selector that is missing as null.
  const selector = given ?? undefined;
  const selectorPath = child(path, "selector");
  const errors = [...validateLabelSelector(selector, selectorPath)];
  const readable = selector === undefined || typeof labelSelectorRequirements(selector) !== "string";
  if (readable && !matchesLabelSelector(selector, template.metadata?.labels)) {
    errors.push(selectorMismatch(template, child(path, "template")));
  }
  if (selector !== undefined && isEmptySelector(selector)) {
    errors.push(invalid(selectorPath, selectorAsGoPrintsIt(selector), "empty selector is invalid for daemonset"));
  }
  return errors;
}

function validateNoDeadline({ template }: DaemonSetSpec, path: string): readonly FieldError[] {
  if (template.spec?.activeDeadlineSeconds === undefined) return [];
  const field = child(path, "spec.activeDeadlineSeconds");
  return [forbidden(field, "activeDeadlineSeconds in DaemonSet is not Supported")];
}

/** Source: ValidateDaemonSetUpdateStrategy. */
function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy, path: string): readonly FieldError[] {
  const { type = "", rollingUpdate } = strategy;
  if (type === "OnDelete") return [];
  if (type !== "RollingUpdate") return [notSupported(path, asGoPrintsIt(strategy), ["RollingUpdate", "OnDelete"])];
  const rollingPath = child(path, "rollingUpdate");
  return rollingUpdate === undefined ? [required(rollingPath)] : validateRollingUpdate(rollingUpdate, rollingPath);
}

/** The server prints its internal struct, whose fields have capital letters. */
export function asGoPrintsIt({ type = "", rollingUpdate }: DaemonSetUpdateStrategy) {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate ?? {};
  const RollingUpdate = rollingUpdate === undefined ? null : { MaxUnavailable: maxUnavailable, MaxSurge: maxSurge };
  return { Type: type, RollingUpdate };
}

/** Source: ValidateRollingUpdateDaemonSet. Exactly one of the two numbers is not zero. */
function validateRollingUpdate(rollingUpdate: RollingUpdateDaemonSet, path: string): readonly FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const unavailablePath = child(path, "maxUnavailable");
  const surgePath = child(path, "maxSurge");
  const errors = [
    ...validatePositiveIntOrPercent(maxUnavailable, unavailablePath),
    ...validatePositiveIntOrPercent(maxSurge, surgePath),
    ...validateNotMoreThan100Percent(maxUnavailable, unavailablePath),
    ...validateNotMoreThan100Percent(maxSurge, surgePath),
  ];
  const hasUnavailable = intOrPercentValue(maxUnavailable) !== 0;
  const hasSurge = intOrPercentValue(maxSurge) !== 0;
  if (hasUnavailable && hasSurge)
    errors.push(invalid(surgePath, maxSurge, "may not be set when maxUnavailable is non-zero"));
  if (!hasUnavailable && !hasSurge) errors.push(required(unavailablePath, "cannot be 0 when maxSurge is 0"));
  return errors;
}

const STATUS_COUNTS = [
  "currentNumberScheduled",
  "numberMisscheduled",
  "desiredNumberScheduled",
  "numberReady",
  "observedGeneration",
  "updatedNumberScheduled",
  "numberAvailable",
  "numberUnavailable",
  "collisionCount",
] as const satisfies readonly (keyof DaemonSetStatus)[];

/** Source: ValidateDaemonSetStatusUpdate. */
export function validateDaemonSetStatusUpdate({ status }: DaemonSet, old: DaemonSet): readonly FieldError[] {
  return [
    ...STATUS_COUNTS.flatMap((name) => validateNonnegative(status?.[name], `status.${name}`)),
    ...validateCollisionCount(status?.collisionCount, old.status?.collisionCount, "status.collisionCount"),
  ];
}
