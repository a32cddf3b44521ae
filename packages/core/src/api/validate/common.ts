import type { IntOrString } from "../../kubernetes/types.ts";
import { type BadValue, type FieldError, invalid } from "../field-error.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { isPercent } from "./names.ts";

/** Checks that several kinds share. Source: staging/src/k8s.io/apimachinery/pkg/api/validation/generic.go. */

export const NEGATIVE_ERROR = "must be greater than or equal to 0";

/** An absent number is zero, and passes. */
export function validateNonnegative(value: number | undefined, path: string): readonly FieldError[] {
  return (value ?? 0) < 0 ? [invalid(path, value, NEGATIVE_ERROR)] : [];
}

export function validateImmutable(value: unknown, old: unknown, path: string): readonly FieldError[] {
  return semanticEqual(value, old) ? [] : [invalid(path, value as BadValue, "field is immutable")];
}

/** Source: pkg/apis/apps/validation/validation.go ValidatePositiveIntOrPercent. */
export function validatePositiveIntOrPercent(value: IntOrString, path: string): readonly FieldError[] {
  if (typeof value === "number") return validateNonnegative(value, path);
  return isPercent(value).map((message) => invalid(path, value, message));
}

/** Source: pkg/apis/apps/validation/validation.go IsNotMoreThan100Percent. */
export function validateNotMoreThan100Percent(value: IntOrString, path: string): readonly FieldError[] {
  return (percentOf(value) ?? 0) > 100 ? [invalid(path, value, "must not be greater than 100%")] : [];
}

function percentOf(value: IntOrString): number | undefined {
  if (typeof value === "number" || isPercent(value).length > 0) return undefined;
  return Number(value.slice(0, -1));
}

/** The number before the percent sign, or the number. Source: pkg/apis/apps/validation/validation.go getIntOrPercentValue. */
export function intOrPercentValue(value: IntOrString): number {
  if (typeof value === "number") return value;
  return percentOf(value) ?? (/^[-+]?[0-9]+$/.test(value) ? Number(value) : 0);
}

/** A nullable counter that went down. Source: pkg/apis/core/validation/validation.go IsDecremented. */
export function validateCollisionCount(
  value: number | undefined,
  old: number | undefined,
  path: string,
): readonly FieldError[] {
  const decremented = old !== undefined && (value === undefined || value < old);
  return decremented ? [invalid(path, value ?? 0, "cannot be decremented")] : [];
}
