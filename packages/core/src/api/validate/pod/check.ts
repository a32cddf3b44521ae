import type { Json } from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { index, invalid, notSupported, required } from "../../field-error.ts";
import { isDns1123Label, isDns1123Subdomain, isQualifiedName } from "../names.ts";

export type FieldErrors = readonly FieldError[];

export const NO_ERRORS: FieldErrors = [];

/** One error at `path` for each message. */
export function invalidEach(path: string, value: Json, messages: readonly string[]): FieldErrors {
  return messages.length === 0 ? NO_ERRORS : messages.map((message) => invalid(path, value, message));
}

/** The errors of each item, at `path[i]`. A list that the API asks for is `null` where it was left out. */
export function eachItem<T>(
  list: readonly T[] | null | undefined,
  path: string,
  validate: (item: T, path: string, i: number) => FieldErrors,
): FieldErrors {
  if (!list || list.length === 0) return NO_ERRORS;
  return list.flatMap((item, i) => validate(item, index(path, i), i));
}

export function validateDnsLabel(value: string, path: string): FieldErrors {
  return invalidEach(path, value, isDns1123Label(value));
}

export function validateDnsSubdomain(value: string, path: string): FieldErrors {
  return invalidEach(path, value, isDns1123Subdomain(value));
}

export function validateQualifiedName(value: string, path: string): FieldErrors {
  return invalidEach(path, value, isQualifiedName(value));
}

export function validateNonNegative(value: number | undefined, path: string): FieldErrors {
  if (value === undefined || value >= 0) return NO_ERRORS;
  return [invalid(path, value, "must be greater than or equal to 0")];
}

export function validatePositive(value: number, path: string): FieldErrors {
  return value > 0 ? NO_ERRORS : [invalid(path, value, "must be greater than zero")];
}

/** A value out of an enumeration, which prints in the order given. */
export function validateOneOf(value: string, path: string, valid: readonly string[]): FieldErrors {
  return valid.includes(value) ? NO_ERRORS : [notSupported(path, value, valid)];
}

/** As `validateOneOf`, where nothing at all is another error. */
export function validateRequiredOneOf(value: string | undefined, path: string, valid: readonly string[]): FieldErrors {
  return value === undefined || value === "" ? [required(path)] : validateOneOf(value, path, valid);
}

/** Each value beyond its first appearance, with its place. */
export function repeated(values: readonly string[]): readonly { readonly value: string; readonly i: number }[] {
  const seen = new Set<string>();
  return values.flatMap((value, i) => {
    if (seen.has(value)) return [{ value, i }];
    seen.add(value);
    return [];
  });
}

export function textOf(value: string | undefined | null): string {
  return value ?? "";
}

/** Sorted as the server sorts: by code unit. */
export function sorted(values: Iterable<string>): readonly string[] {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
