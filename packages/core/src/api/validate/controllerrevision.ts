import type { ControllerRevision } from "../../kubernetes/types.ts";
import { type FieldError, required } from "../field-error.ts";
import { validateImmutable, validateNonnegative } from "./common.ts";

/** Source: pkg/apis/apps/validation/validation.go ValidateControllerRevisionCreate. */
export function validateControllerRevision({ revision, data }: ControllerRevision): readonly FieldError[] {
  const errors = [...validateNonnegative(revision, "revision")];
  if (data === undefined || data === null) errors.push(required("data", "data is mandatory"));
  else if (typeof data !== "object" || Array.isArray(data))
    errors.push(required("data", "data must be a valid JSON object"));
  return errors;
}

/** Source: ValidateControllerRevisionUpdate. The data never changes. */
export function validateControllerRevisionUpdate(
  { revision, data }: ControllerRevision,
  old: ControllerRevision,
): readonly FieldError[] {
  return [...validateNonnegative(revision, "revision"), ...validateImmutable(data, old.data, "data")];
}
