import type { Json } from "../kubernetes/types.ts";

/** The kinds of field errors and their words. Source: staging/src/k8s.io/apimachinery/pkg/util/validation/field/errors.go ErrorType.String. */
export const FIELD_ERROR_WORDS = {
  FieldValueNotFound: "Not found",
  FieldValueRequired: "Required value",
  FieldValueDuplicate: "Duplicate value",
  FieldValueInvalid: "Invalid value",
  FieldValueNotSupported: "Unsupported value",
  FieldValueForbidden: "Forbidden",
  FieldValueTooLong: "Too long",
  FieldValueTooMany: "Too many",
  InternalError: "Internal error",
  FieldValueTypeInvalid: "Invalid value",
} as const;

export type FieldErrorType = keyof typeof FIELD_ERROR_WORDS;

/** One thing that is wrong with one field of an object. `badValue` is left out for the types that do not print one. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly detail: string;
  readonly badValue?: Json | undefined;
}
