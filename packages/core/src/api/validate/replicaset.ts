import type { ReplicaSet, ReplicaSetStatus } from "../../kubernetes/types.ts";
import { type FieldError, invalid, required } from "../field-error.ts";
import { validateImmutable, validateNonnegative } from "./common.ts";
import { validateSelectorAndTemplate } from "./workload.ts";

/** Source: pkg/apis/apps/validation/validation.go ValidateReplicaSetSpec. */
export function validateReplicaSet({ spec }: ReplicaSet): readonly FieldError[] {
  if (spec === undefined) return [required("spec")];
  return [
    ...validateNonnegative(spec.replicas, "spec.replicas"),
    ...validateNonnegative(spec.minReadySeconds, "spec.minReadySeconds"),
    ...validateSelectorAndTemplate(spec, "spec"),
  ];
}

/** Source: ValidateReplicaSetUpdate. A spec that is the same object as stored has passed before. */
export function validateReplicaSetUpdate(replicaSet: ReplicaSet, old: ReplicaSet): readonly FieldError[] {
  if (replicaSet.spec === old.spec) return [];
  return [
    ...validateReplicaSet(replicaSet),
    ...validateImmutable(replicaSet.spec?.selector, old.spec?.selector, "spec.selector"),
  ];
}

const COUNTS = [
  "replicas",
  "fullyLabeledReplicas",
  "readyReplicas",
  "availableReplicas",
  "observedGeneration",
  "terminatingReplicas",
] as const satisfies readonly (keyof ReplicaSetStatus)[];

/** Source: ValidateReplicaSetStatus. */
export function validateReplicaSetStatus({ status }: ReplicaSet): readonly FieldError[] {
  return [
    ...COUNTS.flatMap((name) => validateNonnegative(status?.[name], `status.${name}`)),
    ...validateReplicaCounts(status ?? {}, ["fullyLabeledReplicas", "readyReplicas", "availableReplicas"]),
  ];
}

interface ReplicaCounts {
  readonly replicas?: number;
  readonly fullyLabeledReplicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
}

/** No count is greater than the number of replicas, and no more are available than ready. */
export function validateReplicaCounts(
  counts: ReplicaCounts,
  names: readonly (keyof ReplicaCounts)[],
): readonly FieldError[] {
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = counts;
  const errors = names
    .filter((name) => (counts[name] ?? 0) > replicas)
    .map((name) => invalid(`status.${name}`, counts[name] ?? 0, "cannot be greater than status.replicas"));
  if (availableReplicas > readyReplicas) {
    errors.push(invalid("status.availableReplicas", availableReplicas, "cannot be greater than readyReplicas"));
  }
  return errors;
}
