import type { Json } from "../kubernetes/types.ts";
import { goJson, goNumber, goQuote } from "./go-text.ts";

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
  FieldValueTooShort: "Too short",
  FieldValueTooFew: "Too few",
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

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set([
  "FieldValueRequired",
  "FieldValueForbidden",
  "FieldValueTooLong",
  "FieldValueTooShort",
  "InternalError",
]);

/** The error without its field, as `Status.details.causes[].message` holds it. Source: field/errors.go Error.ErrorBody. */
export function fieldErrorBody(error: FieldError): string {
  const words = FIELD_ERROR_WORDS[error.type];
  const omitted = WITHOUT_VALUE.has(error.type) || error.badValue === undefined;
  const body = omitted ? words : `${words}: ${formatValue(error.badValue)}`;
  return error.detail === "" ? body : `${body}: ${error.detail}`;
}

/** The whole error: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. Source: field/errors.go Error.Error. */
export function formatFieldError(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

function formatValue(value: Json | undefined): string {
  if (typeof value === "string") return goQuote(value);
  if (typeof value === "number") return goNumber(value);
  return goJson(value ?? null);
}

/**
 * All the errors as one text, each told once: in brackets where there are several. '' where there is none.
 * Source: field/errors.go ErrorList.ToAggregate, apimachinery/pkg/util/errors aggregate.Error.
 */
export function aggregateFieldErrors(errors: readonly FieldError[]): string {
  const messages = [...new Set(errors.map(formatFieldError))];
  return messages.length === 1 ? (messages[0] ?? "") : messages.length === 0 ? "" : `[${messages.join(", ")}]`;
}

/** What a constructor takes as the wrong value: JSON, or an object of the API (which is JSON, though its type does not say so). */
export type BadValue = Json | object | undefined;

function json(value: BadValue): Json {
  return (value ?? null) as Json;
}

export function notFound(field: string, badValue: BadValue): FieldError {
  return { type: "FieldValueNotFound", field, badValue: json(badValue), detail: "" };
}

export function required(field: string, detail = ""): FieldError {
  return { type: "FieldValueRequired", field, detail };
}

export function duplicate(field: string, badValue: BadValue): FieldError {
  return { type: "FieldValueDuplicate", field, badValue: json(badValue), detail: "" };
}

/** A malformed value. An `undefined` value prints as `null`: an absent pointer. */
export function invalid(field: string, badValue: BadValue, detail: string): FieldError {
  return { type: "FieldValueInvalid", field, badValue: json(badValue), detail };
}

export function typeInvalid(field: string, badValue: BadValue, detail: string): FieldError {
  return { type: "FieldValueTypeInvalid", field, badValue: json(badValue), detail };
}

/** A value outside an enumeration; `validValues` print in the order given (upstream sorts them in most places). */
export function notSupported(field: string, badValue: BadValue, validValues: readonly string[]): FieldError {
  const detail = validValues.length === 0 ? "" : `supported values: ${validValues.map(goQuote).join(", ")}`;
  return { type: "FieldValueNotSupported", field, badValue: json(badValue), detail };
}

export function forbidden(field: string, detail: string): FieldError {
  return { type: "FieldValueForbidden", field, detail };
}

/** More than `maxLength` bytes of UTF-8. The value itself is never printed. */
export function tooLong(field: string, maxLength: number): FieldError {
  const unit = maxLength === 1 ? "byte" : "bytes";
  return { type: "FieldValueTooLong", field, detail: `may not be more than ${maxLength} ${unit}` };
}

/** As `tooLong`, where upstream counts characters. */
export function tooLongCharacters(field: string, maxLength: number): FieldError {
  const unit = maxLength === 1 ? "character" : "characters";
  return { type: "FieldValueTooLong", field, detail: `may not be more than ${maxLength} ${unit}` };
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  const unit = max === 1 ? "item" : "items";
  return { type: "FieldValueTooMany", field, badValue: actual, detail: `must have at most ${max} ${unit}` };
}

export function internalError(field: string, detail: string): FieldError {
  return { type: "InternalError", field, detail };
}

/** `path.name`, or `name` at the root. */
export function child(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** `path[i]` */
export function index(path: string, i: number): string {
  return `${path}[${i}]`;
}

/** `path[key]`: an entry of a map. */
export function key(path: string, name: string): string {
  return `${path}[${name}]`;
}
