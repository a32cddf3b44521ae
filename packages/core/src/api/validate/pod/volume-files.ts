import type { DownwardAPIVolumeFile, KeyToPath } from "../../../kubernetes/types.ts";
import { child, invalid, required } from "../../field-error.ts";
import { type FieldErrors, NO_ERRORS, textOf } from "./check.ts";
import { VOLUME_FIELD_PATHS, validateFieldRef, validateResourceFieldRef } from "./field-path.ts";
import { validateLocalNonReservedPath } from "./paths.ts";

const MODE_ERROR = "must be a number between 0 and 0777 (octal), both inclusive";

/** A file's permissions. */
export function validateFileMode(mode: number | undefined, path: string): FieldErrors {
  return mode !== undefined && (mode < 0 || mode > 0o777) ? [invalid(path, mode, MODE_ERROR)] : NO_ERRORS;
}

/** Source: pkg/apis/core/validation/validation.go validateKeyToPath. */
export function validateKeyToPath(item: KeyToPath, path: string): FieldErrors {
  const file = textOf(item.path);
  return [
    ...(textOf(item.key) === "" ? [required(child(path, "key"))] : NO_ERRORS),
    ...(file === "" ? [required(child(path, "path"))] : NO_ERRORS),
    ...validateLocalNonReservedPath(file, child(path, "path")),
    ...validateFileMode(item.mode, child(path, "mode")),
  ];
}

/** Source: validation.go validateDownwardAPIVolumeFile. */
export function validateDownwardApiFile(file: DownwardAPIVolumeFile, path: string): FieldErrors {
  const target = textOf(file.path);
  return [
    ...(target === "" ? [required(child(path, "path"))] : NO_ERRORS),
    ...validateLocalNonReservedPath(target, child(path, "path")),
    ...validateFileSource(file, path),
    ...validateFileMode(file.mode, child(path, "mode")),
  ];
}

function validateFileSource({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, path: string): FieldErrors {
  if (fieldRef !== undefined) {
    const errors = validateFieldRef(fieldRef, VOLUME_FIELD_PATHS, child(path, "fieldRef"));
    if (resourceFieldRef === undefined) return errors;
    const both = "fieldRef and resourceFieldRef can not be specified simultaneously";
    return [...errors, invalid(path, "resource", both)];
  }
  if (resourceFieldRef !== undefined) {
    return validateResourceFieldRef(resourceFieldRef, child(path, "resourceFieldRef"), true);
  }
  return [required(path, "one of fieldRef and resourceFieldRef is required")];
}
