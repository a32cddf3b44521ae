import type { ObjectMeta, Volume } from "../../../kubernetes/types.ts";
import { child, duplicate, forbidden, index, invalid, required } from "../../field-error.ts";
import { goQuote } from "../../go-text.ts";
import { isDns1123Subdomain } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS, textOf, validateDnsLabel } from "./check.ts";
import { VOLUME_SOURCES } from "./volume-sources.ts";

/** The volumes that are good enough to be mounted, by name. */
export type VolumesByName = ReadonlyMap<string, Volume>;

/**
 * `metadata` is the pod's own, where the volumes are a pod's: the claims made for its ephemeral volumes carry its name.
 * Source: pkg/apis/core/validation/validation.go ValidateVolumes.
 */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  metadata: ObjectMeta | undefined,
  path: string,
): { readonly errors: FieldErrors; readonly byName: VolumesByName } {
  const podName = textOf(metadata?.name);
  const created = createdClaims(volumes ?? [], podName);
  const byName = new Map<string, Volume>();
  const errors = (volumes ?? []).flatMap((volume, i) => {
    const own = validateVolume(volume, podName, byName, index(path, i));
    if (own.length === 0) byName.set(volume.name, volume);
    return [...own, ...validateClaimReference(volume, created, index(path, i))];
  });
  return { errors, byName };
}

function createdClaims(volumes: readonly Volume[], podName: string): ReadonlySet<string> {
  if (podName === "") return new Set();
  return new Set(volumes.filter((volume) => volume.ephemeral).map((volume) => `${podName}-${volume.name}`));
}

function validateVolume(volume: Volume, podName: string, byName: VolumesByName, path: string): FieldErrors {
  const name = textOf(volume.name);
  const at = child(path, "name");
  return [
    ...validateVolumeSource(volume, podName, path),
    ...(name === "" ? [required(at)] : validateDnsLabel(name, at)),
    ...(byName.has(name) ? [duplicate(at, name)] : NO_ERRORS),
  ];
}

/** Exactly one source. Of several the first is looked at, and the others are named. Source: validation.go validateVolumeSource. */
function validateVolumeSource(volume: Volume, podName: string, path: string): FieldErrors {
  const given = VOLUME_SOURCES.filter(({ source }) => volume[source] !== undefined && volume[source] !== null);
  if (given.length === 0) return [required(path, "must specify a volume type")];
  return given.flatMap((rule, i) => {
    if (i > 0)
      return [forbidden(child(path, rule.extraPath ?? rule.source), "may not specify more than 1 volume type")];
    const errors = rule.validate(volume, child(path, rule.path ?? rule.source), path);
    return rule.source === "ephemeral" ? [...errors, ...validateClaimName(volume, podName, path)] : errors;
  });
}

function validateClaimName(volume: Volume, podName: string, path: string): FieldErrors {
  if (podName === "" || textOf(volume.name) === "") return NO_ERRORS;
  const claim = `${podName}-${volume.name}`;
  const messages = isDns1123Subdomain(claim).map((message) => `PVC name ${goQuote(claim)}: ${message}`);
  return invalidEach(child(path, "name"), volume.name, messages);
}

function validateClaimReference(volume: Volume, created: ReadonlySet<string>, path: string): FieldErrors {
  const claim = volume.persistentVolumeClaim?.claimName;
  if (claim === undefined || !created.has(claim)) return NO_ERRORS;
  const detail = "must not reference a PVC that gets created for an ephemeral volume";
  return [invalid(child(child(path, "persistentVolumeClaim"), "claimName"), claim, detail)];
}
