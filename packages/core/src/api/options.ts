import { type FieldError, invalid as invalidField, notSupported } from "./field-error.ts";
import type { RequestOptions } from "./request.ts";
import { type Failure, invalid } from "./status.ts";

/** What may be asked of a write besides the write itself. Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go. */

const DRY_RUN = ["All"];
const FIELD_VALIDATION = ["", "Ignore", "Strict", "Warn"];
const PROPAGATION_POLICIES = ["Foreground", "Background", "Orphan"];

/** 422, where the options of a write are none that the server knows. Source: ValidateCreateOptions and its like. */
export function wrongWriteOptions(
  kind: "CreateOptions" | "UpdateOptions" | "PatchOptions",
  { dryRun, fieldValidation }: RequestOptions,
): Failure | undefined {
  const errors = [...wrongDryRun(dryRun)];
  if (fieldValidation !== undefined && !FIELD_VALIDATION.includes(fieldValidation))
    errors.push(notSupported("fieldValidation", fieldValidation, FIELD_VALIDATION));
  return failureOf(kind, errors);
}

export interface DeleteOptions
  extends Pick<RequestOptions, "gracePeriodSeconds" | "propagationPolicy" | "preconditions" | "dryRun"> {
  /** The older way to say `Orphan` (true) or `Background` (false). */
  readonly orphanDependents?: boolean;
}

/** Source: ValidateDeleteOptions. */
export function wrongDeleteOptions({
  dryRun,
  propagationPolicy,
  orphanDependents,
}: DeleteOptions): Failure | undefined {
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    const detail = "orphanDependents and deletionPropagation cannot be both set";
    errors.push(invalidField("propagationPolicy", propagationPolicy, detail));
  }
  if (propagationPolicy !== undefined && !PROPAGATION_POLICIES.includes(propagationPolicy))
    errors.push(notSupported("propagationPolicy", propagationPolicy, [...PROPAGATION_POLICIES, "nil"]));
  return failureOf("DeleteOptions", [...errors, ...wrongDryRun(dryRun)]);
}

function wrongDryRun(dryRun: readonly string[] = []): readonly FieldError[] {
  return dryRun.every((value) => DRY_RUN.includes(value)) ? [] : [notSupported("dryRun", dryRun, DRY_RUN)];
}

function failureOf(kind: string, errors: readonly FieldError[]): Failure | undefined {
  return errors.length === 0 ? undefined : invalid({ kind, group: "meta.k8s.io", name: "" }, errors);
}
