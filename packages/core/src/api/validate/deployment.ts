import type {
  Deployment,
  DeploymentSpec,
  DeploymentStatus,
  DeploymentStrategy,
  RollingUpdateDeployment,
} from "../../kubernetes/types.ts";
import { child, type FieldError, forbidden, invalid, notSupported, required } from "../field-error.ts";
import {
  intOrPercentValue,
  validateCollisionCount,
  validateImmutable,
  validateNonnegative,
  validateNotMoreThan100Percent,
  validatePositiveIntOrPercent,
} from "./common.ts";
import { asGoPrintsIt } from "./daemonset.ts";
import { validateReplicaCounts } from "./replicaset.ts";
import { validateSelectorAndTemplate } from "./workload.ts";

/** Source: pkg/apis/apps/validation/validation.go ValidateDeploymentSpec. */
export function validateDeployment({ spec }: Deployment): readonly FieldError[] {
  if (spec === undefined) return [required("spec")];
  return [
    ...validateNonnegative(spec.replicas, "spec.replicas"),
    ...validateSelectorAndTemplate(spec, "spec"),
    ...validateStrategy(spec.strategy ?? {}, "spec.strategy"),
    ...validateNonnegative(spec.minReadySeconds, "spec.minReadySeconds"),
    ...validateNonnegative(spec.revisionHistoryLimit, "spec.revisionHistoryLimit"),
    ...validateProgressDeadline(spec, "spec.progressDeadlineSeconds"),
  ];
}

/** Source: ValidateDeploymentUpdate. A spec that is the same object as stored has passed before. */
export function validateDeploymentUpdate(deployment: Deployment, old: Deployment): readonly FieldError[] {
  if (deployment.spec === old.spec) return [];
  return [
    ...validateDeployment(deployment),
    ...validateImmutable(deployment.spec?.selector, old.spec?.selector, "spec.selector"),
  ];
}

function validateProgressDeadline(spec: DeploymentSpec, path: string): readonly FieldError[] {
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  if (deadline === undefined) return [];
  const errors = validateNonnegative(deadline, path);
  return deadline <= minReadySeconds
    ? [...errors, invalid(path, deadline, "must be greater than minReadySeconds")]
    : errors;
}

/** Source: ValidateDeploymentStrategy. */
function validateStrategy(strategy: DeploymentStrategy, path: string): readonly FieldError[] {
  const { type = "", rollingUpdate } = strategy;
  const rollingPath = child(path, "rollingUpdate");
  if (type === "Recreate") {
    const detail = "may not be specified when strategy `type` is 'Recreate'";
    return rollingUpdate === undefined ? [] : [forbidden(rollingPath, detail)];
  }
  if (type !== "RollingUpdate") return [notSupported(path, asGoPrintsIt(strategy), ["Recreate", "RollingUpdate"])];
  if (rollingUpdate === undefined) return [required(rollingPath, "this should be defaulted and never be nil")];
  return validateRollingUpdate(rollingUpdate, rollingPath);
}

/** Source: ValidateRollingUpdateDeployment. */
function validateRollingUpdate(rollingUpdate: RollingUpdateDeployment, path: string): readonly FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const unavailablePath = child(path, "maxUnavailable");
  const errors = [
    ...validatePositiveIntOrPercent(maxUnavailable, unavailablePath),
    ...validatePositiveIntOrPercent(maxSurge, child(path, "maxSurge")),
  ];
  if (intOrPercentValue(maxUnavailable) === 0 && intOrPercentValue(maxSurge) === 0) {
    errors.push(invalid(unavailablePath, maxUnavailable, "may not be 0 when `maxSurge` is 0"));
  }
  return [...errors, ...validateNotMoreThan100Percent(maxUnavailable, unavailablePath)];
}

const COUNTS = [
  "observedGeneration",
  "replicas",
  "updatedReplicas",
  "readyReplicas",
  "availableReplicas",
  "unavailableReplicas",
  "terminatingReplicas",
  "collisionCount",
] as const satisfies readonly (keyof DeploymentStatus)[];

/** Source: ValidateDeploymentStatusUpdate. */
export function validateDeploymentStatusUpdate({ status }: Deployment, old: Deployment): readonly FieldError[] {
  return [
    ...COUNTS.flatMap((name) => validateNonnegative(status?.[name], `status.${name}`)),
    ...validateReplicaCounts(status ?? {}, ["updatedReplicas", "readyReplicas", "availableReplicas"]),
    ...validateCollisionCount(status?.collisionCount, old.status?.collisionCount, "status.collisionCount"),
  ];
}
