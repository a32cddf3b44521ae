import type { EphemeralVolumeSource, PersistentVolumeClaimSpec } from "../../../kubernetes/types.ts";
import { child, forbidden, invalid, key, notSupported, required } from "../../field-error.ts";
import { canonicalQuantity, quantityOf, signOf } from "../../quantity.ts";
import { validateLabelSelector, validateLabels } from "../labels.ts";
import { validateAnnotations } from "../metadata.ts";
import { type FieldErrors, NO_ERRORS, textOf, validateDnsSubdomain, validateOneOf } from "./check.ts";

/** Source: pkg/apis/core/validation/validation.go validateEphemeralVolumeSource, ValidatePersistentVolumeClaimSpec. */
export function validateEphemeral(ephemeral: EphemeralVolumeSource, path: string): FieldErrors {
  const at = child(path, "volumeClaimTemplate");
  const template = ephemeral.volumeClaimTemplate;
  if (template === undefined) return [required(at)];
  const metadata = template.metadata ?? {};
  const other = Object.keys(metadata).filter((name) => name !== "labels" && name !== "annotations");
  return [
    ...validateAnnotations(metadata.annotations, child(at, "metadata.annotations")),
    ...validateLabels(metadata.labels, child(at, "metadata.labels")),
    ...other.map((name) => forbidden(child(at, `metadata.${name}`), "cannot be set")),
    ...validateClaimSpec(template.spec ?? {}, child(at, "spec")),
  ];
}

const ACCESS_MODES = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"];

function validateClaimSpec(spec: PersistentVolumeClaimSpec, path: string): FieldErrors {
  const className = textOf(spec.storageClassName);
  return [
    ...validateAccessModes(spec.accessModes ?? [], child(path, "accessModes")),
    ...(spec.selector === undefined ? NO_ERRORS : validateLabelSelector(spec.selector, child(path, "selector"))),
    ...validateStorage(spec, key(child(path, "resources"), "storage")),
    ...(className === "" ? NO_ERRORS : validateDnsSubdomain(className, child(path, "storageClassName"))),
    ...(spec.volumeMode === undefined
      ? NO_ERRORS
      : validateOneOf(spec.volumeMode, child(path, "volumeMode"), ["Block", "Filesystem"])),
  ];
}

function validateAccessModes(modes: readonly string[], path: string): FieldErrors {
  const mixed =
    modes.includes("ReadWriteOncePod") && modes.some((m) => m !== "ReadWriteOncePod" && ACCESS_MODES.includes(m));
  return [
    ...(modes.length === 0 ? [required(path, "at least 1 access mode is required")] : NO_ERRORS),
    ...modes.filter((m) => !ACCESS_MODES.includes(m)).map((m) => notSupported(path, m, ACCESS_MODES)),
    ...(mixed ? [forbidden(path, "may not use ReadWriteOncePod with other access modes")] : NO_ERRORS),
  ];
}

function validateStorage(spec: PersistentVolumeClaimSpec, path: string): FieldErrors {
  const storage = spec.resources?.requests?.["storage"];
  if (storage === undefined) return [required(path)];
  if (signOf(quantityOf(storage)) > 0) return NO_ERRORS;
  return [invalid(path, canonicalQuantity(storage), "must be greater than zero")];
}
