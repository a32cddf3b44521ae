import { invalid } from "../../field-error.ts";
import { type FieldErrors, NO_ERRORS } from "./check.ts";

/** Paths in file systems. Source: pkg/apis/core/validation/validation.go validateLocalDescendingPath and its neighbours. */

export function validatePathNoBacksteps(target: string, path: string): FieldErrors {
  return target.split("/").includes("..") ? [invalid(path, target, "must not contain '..'")] : NO_ERRORS;
}

export function validateLocalDescendingPath(target: string, path: string): FieldErrors {
  const absolute = target.startsWith("/") ? [invalid(path, target, "must be a relative path")] : NO_ERRORS;
  return [...absolute, ...validatePathNoBacksteps(target, path)];
}

export function validateLocalNonReservedPath(target: string, path: string): FieldErrors {
  const errors = validateLocalDescendingPath(target, path);
  const reserved = target.startsWith("..") && !target.startsWith("../");
  return reserved ? [...errors, invalid(path, target, "must not start with '..'")] : errors;
}
