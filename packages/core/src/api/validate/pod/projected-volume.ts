import type {
  ClusterTrustBundleProjection,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from "../../../kubernetes/types.ts";
import { child, forbidden, index, invalid, notSupported, required } from "../../field-error.ts";
import { eachItem, type FieldErrors, NO_ERRORS, textOf } from "./check.ts";
import { validateLocalNonReservedPath } from "./paths.ts";
import { validateBundleName, validateSignerName } from "./signer-name.ts";
import { validateDownwardApiFile, validateFileMode, validateKeyToPath } from "./volume-files.ts";

/** The places taken in the volume so far. */
type TakenPaths = Set<string>;

/** Source: pkg/apis/core/validation/validation.go validateProjectedVolumeSource, validateProjectionSources. */
export function validateProjected(projected: ProjectedVolumeSource, path: string): FieldErrors {
  const taken: TakenPaths = new Set();
  return [
    ...validateFileMode(projected.defaultMode, child(path, "defaultMode")),
    ...(projected.sources ?? []).flatMap((source, i) =>
      validateProjection(source, index(child(path, "sources"), i), path, taken),
    ),
  ];
}

function validateProjection(source: VolumeProjection, path: string, volume: string, taken: TakenPaths): FieldErrors {
  const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  const all = [secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate];
  const several = all.filter((each) => each !== undefined).length > 1;
  return [
    ...(secret === undefined ? [] : validateKeys(secret, child(path, "secret"), volume, taken)),
    ...(configMap === undefined ? [] : validateKeys(configMap, child(path, "configMap"), volume, taken)),
    ...(downwardAPI?.items ?? []).flatMap((file) => [
      ...validateDownwardApiFile(file, child(path, "downwardAPI")),
      ...takePath(textOf(file.path), textOf(file.path), volume, taken),
    ]),
    ...(serviceAccountToken === undefined
      ? []
      : validateToken(serviceAccountToken, child(path, "serviceAccountToken"), volume)),
    ...(clusterTrustBundle === undefined
      ? []
      : validateBundle(clusterTrustBundle, child(path, "clusterTrustBundle"), volume, taken)),
    ...(podCertificate === undefined
      ? []
      : validateCertificate(podCertificate, child(path, "podCertificate"), volume, taken)),
    ...(several ? [forbidden(path, "may not specify more than 1 volume type per source")] : NO_ERRORS),
  ];
}

/** An error where another source is there already; it shows `value`. */
function takePath(file: string, value: string, volume: string, taken: TakenPaths): FieldErrors {
  if (file === "") return NO_ERRORS;
  if (taken.has(file)) return [invalid(volume, value, "conflicting duplicate paths")];
  taken.add(file);
  return NO_ERRORS;
}

function validateKeys(
  source: { readonly name?: string; readonly items?: readonly KeyToPath[] },
  path: string,
  volume: string,
  taken: TakenPaths,
): FieldErrors {
  const name = textOf(source.name);
  return [
    ...(name === "" ? [required(child(path, "name"))] : NO_ERRORS),
    ...eachItem(source.items, child(path, "items"), (item, at) => [
      ...validateKeyToPath(item, at),
      ...takePath(textOf(item.path), name, volume, taken),
    ]),
  ];
}

function validateToken(token: ServiceAccountTokenProjection, path: string, volume: string): FieldErrors {
  const at = child(volume, "path");
  return [
    ...validateExpiration(token.expirationSeconds, child(path, "expirationSeconds")),
    ...(textOf(token.path) === "" ? [required(at)] : validateLocalNonReservedPath(token.path, at)),
  ];
}

function validateExpiration(seconds: number | undefined, path: string): FieldErrors {
  if (seconds === undefined) return [required(path)];
  if (seconds < 600) return [invalid(path, seconds, "may not specify a duration less than 10 minutes")];
  return seconds > 2 ** 32
    ? [invalid(path, seconds, "may not specify a duration larger than 2^32 seconds")]
    : NO_ERRORS;
}

function validateBundle(
  bundle: ClusterTrustBundleProjection,
  path: string,
  volume: string,
  taken: TakenPaths,
): FieldErrors {
  const file = textOf(bundle.path);
  return [
    ...validateBundleChoice(bundle, path),
    ...(file === "" ? [required(child(path, "path"))] : NO_ERRORS),
    ...validateLocalNonReservedPath(file, child(path, "path")),
    ...takePath(file, file, volume, taken),
  ];
}

function validateBundleChoice({ name, signerName }: ClusterTrustBundleProjection, path: string): FieldErrors {
  if (name !== undefined && signerName !== undefined) {
    return [invalid(path, name, "only one of name and signerName may be used")];
  }
  if (name !== undefined) {
    const empty = name === "" ? [required(child(path, "name"), "must be a valid object name")] : NO_ERRORS;
    return [...empty, ...validateBundleName(name, child(path, "name"))];
  }
  if (signerName === undefined) return [required(path, "either name or signerName must be specified")];
  const at = child(path, "signerName");
  const empty = signerName === "" ? [required(at, "must be a valid signer name")] : NO_ERRORS;
  return [...empty, ...validateSignerName(signerName, at)];
}

const KEY_TYPES = ["RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"];
const DAY = 24 * 60 * 60;

function validateCertificate(
  certificate: PodCertificateProjection,
  path: string,
  volume: string,
  taken: TakenPaths,
): FieldErrors {
  const files = ["credentialBundlePath", "keyPath", "certificateChainPath"] as const;
  const given = files.filter((name) => textOf(certificate[name]) !== "");
  const keyType = textOf(certificate.keyType);
  const signer = textOf(certificate.signerName);
  return [
    ...validateSignerName(signer, child(path, "signerName")),
    ...(KEY_TYPES.includes(keyType) ? NO_ERRORS : [notSupported(child(path, "keyType"), keyType, KEY_TYPES)]),
    ...validateMaxExpiration(certificate.maxExpirationSeconds, signer, child(path, "maxExpirationSeconds")),
    ...given.flatMap((name) => {
      const file = textOf(certificate[name]);
      return [...validateLocalNonReservedPath(file, child(path, name)), ...takePath(file, file, volume, taken)];
    }),
    ...(given.length > 0
      ? NO_ERRORS
      : [required(path, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath")]),
  ];
}

function validateMaxExpiration(seconds: number | undefined, signer: string, path: string): FieldErrors {
  if (seconds === undefined) return NO_ERRORS;
  const domain = signer.split("/")[0] ?? "";
  const max = domain === "kubernetes.io" || domain.endsWith(".kubernetes.io") ? DAY : 91 * DAY;
  if (seconds < 3600) return [invalid(path, seconds, "if provided, maxExpirationSeconds must be >= 3600")];
  return seconds > max ? [invalid(path, seconds, `if provided, maxExpirationSeconds must be <= ${max}`)] : NO_ERRORS;
}
