import type {
  ConfigMapVolumeSource,
  CSIVolumeSource,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  HostPathVolumeSource,
  ImageVolumeSource,
  NFSVolumeSource,
  SecretVolumeSource,
  Volume,
} from "../../../kubernetes/types.ts";
import { child, forbidden, invalid, required, tooLong } from "../../field-error.ts";
import { byteLength } from "../../go-text.ts";
import { quantityOf, signOf } from "../../quantity.ts";
import { isDns1123Subdomain } from "../names.ts";
import {
  eachItem,
  type FieldErrors,
  invalidEach,
  NO_ERRORS,
  textOf,
  validateDnsSubdomain,
  validateOneOf,
  validateRequiredOneOf,
} from "./check.ts";
import { validateEphemeral } from "./ephemeral-volume.ts";
import { LEGACY_SOURCES } from "./legacy-volume-sources.ts";
import { validatePathNoBacksteps } from "./paths.ts";
import { validateProjected } from "./projected-volume.ts";
import { validateDownwardApiFile, validateFileMode, validateKeyToPath } from "./volume-files.ts";

export type VolumeSourceName = Exclude<keyof Volume, "name">;

/** How one kind of volume is checked. `path` and `extraPath` are where upstream names the field otherwise than the API does. */
export interface VolumeSourceRule {
  readonly source: VolumeSourceName;
  readonly path?: string;
  readonly extraPath?: string;
  /** `path` is the source's, `volumePath` the volume's. */
  readonly validate: (volume: Volume, path: string, volumePath: string) => FieldErrors;
}

/** A rule of one kind, for the value that the volume has there. */
export function rule<K extends VolumeSourceName>(
  source: K,
  validate: (value: NonNullable<Volume[K]>, path: string) => FieldErrors,
  names: { readonly path?: string; readonly extraPath?: string } = {},
): VolumeSourceRule {
  return { source, ...names, validate: (volume, path) => validate(volume[source] as NonNullable<Volume[K]>, path) };
}

function validateEmptyDir(emptyDir: EmptyDirVolumeSource, path: string): FieldErrors {
  const negative = emptyDir.sizeLimit !== undefined && signOf(quantityOf(emptyDir.sizeLimit)) < 0;
  return negative
    ? [forbidden(child(path, "sizeLimit"), "SizeLimit field must be a valid resource quantity")]
    : NO_ERRORS;
}

const HOST_PATH_TYPES = [
  "",
  "BlockDevice",
  "CharDevice",
  "Directory",
  "DirectoryOrCreate",
  "File",
  "FileOrCreate",
  "Socket",
];

function validateHostPath(hostPath: HostPathVolumeSource, path: string): FieldErrors {
  if (textOf(hostPath.path) === "") return [required(child(path, "path"))];
  return [
    ...validatePathNoBacksteps(hostPath.path, child(path, "path")),
    ...(hostPath.type === undefined ? NO_ERRORS : validateOneOf(hostPath.type, child(path, "type"), HOST_PATH_TYPES)),
  ];
}

function validateSecret(secret: SecretVolumeSource, path: string): FieldErrors {
  return [
    ...(textOf(secret.secretName) === "" ? [required(child(path, "secretName"))] : NO_ERRORS),
    ...validateFileMode(secret.defaultMode, child(path, "defaultMode")),
    ...eachItem(secret.items, child(path, "items"), validateKeyToPath),
  ];
}

function validateConfigMap(configMap: ConfigMapVolumeSource, path: string): FieldErrors {
  return [
    ...(textOf(configMap.name) === "" ? [required(child(path, "name"))] : NO_ERRORS),
    ...validateFileMode(configMap.defaultMode, child(path, "defaultMode")),
    ...eachItem(configMap.items, child(path, "items"), validateKeyToPath),
  ];
}

function validateNfs(nfs: NFSVolumeSource, path: string): FieldErrors {
  const file = textOf(nfs.path);
  return [
    ...(textOf(nfs.server) === "" ? [required(child(path, "server"))] : NO_ERRORS),
    ...(file === "" ? [required(child(path, "path"))] : NO_ERRORS),
    ...(file.startsWith("/") ? NO_ERRORS : [invalid(child(path, "path"), file, "must be an absolute path")]),
  ];
}

/** The errors of a file carry the volume's path, as upstream's do. */
function validateDownwardApi(source: DownwardAPIVolumeSource, path: string): FieldErrors {
  return [
    ...validateFileMode(source.defaultMode, child(path, "defaultMode")),
    ...(source.items ?? []).flatMap((file) => validateDownwardApiFile(file, path)),
  ];
}

function validateCsi(csi: CSIVolumeSource, path: string): FieldErrors {
  const secret = csi.nodePublishSecretRef;
  const name = textOf(secret?.name);
  const secretErrors =
    name === ""
      ? [required(child(path, "nodePublishSecretRef.name"))]
      : validateDnsSubdomain(name, child(path, "name"));
  return [
    ...validateCsiDriver(textOf(csi.driver), child(path, "driver")),
    ...(secret === undefined ? [] : secretErrors),
  ];
}

function validateCsiDriver(driver: string, path: string): FieldErrors {
  if (driver === "") return [required(path)];
  const long = byteLength(driver) > 63 ? [tooLong(path, 63)] : NO_ERRORS;
  return [...long, ...invalidEach(path, driver, isDns1123Subdomain(driver.toLowerCase()))];
}

const PULL_POLICIES = ["Always", "IfNotPresent", "Never"];

export function validatePullPolicy(policy: string | undefined, path: string): FieldErrors {
  return validateRequiredOneOf(policy, path, PULL_POLICIES);
}

function validateImage(image: ImageVolumeSource, path: string): FieldErrors {
  return [
    ...(textOf(image.reference) === "" ? [required(child(path, "reference"))] : NO_ERRORS),
    ...validatePullPolicy(image.pullPolicy, child(path, "pullPolicy")),
  ];
}

function validateClaim(claim: { readonly claimName: string }, path: string): FieldErrors {
  return textOf(claim.claimName) === "" ? [required(child(path, "claimName"))] : NO_ERRORS;
}

const { gitRepo, gcePersistentDisk, awsElasticBlockStore, iscsi, glusterfs, flocker, rbd, cinder, cephfs, quobyte } =
  LEGACY_SOURCES;
const { fc, flexVolume, azureFile, vsphereVolume, photonPersistentDisk, portworxVolume, azureDisk } = LEGACY_SOURCES;
const { storageos, scaleIO } = LEGACY_SOURCES;

/** In the order in which the server looks for them. Source: pkg/apis/core/validation/validation.go validateVolumeSource. */
export const VOLUME_SOURCES: readonly VolumeSourceRule[] = [
  rule("emptyDir", validateEmptyDir),
  rule("hostPath", validateHostPath),
  rule("gitRepo", gitRepo),
  rule("gcePersistentDisk", gcePersistentDisk, { path: "persistentDisk" }),
  rule("awsElasticBlockStore", awsElasticBlockStore),
  rule("secret", validateSecret),
  rule("nfs", validateNfs),
  {
    source: "iscsi",
    validate: (volume, path, volumePath) =>
      volume.iscsi === undefined ? NO_ERRORS : iscsi(volume.iscsi, path, volume.name, volumePath),
  },
  rule("glusterfs", glusterfs),
  rule("flocker", flocker),
  rule("persistentVolumeClaim", validateClaim),
  rule("rbd", rbd),
  rule("cinder", cinder),
  rule("cephfs", cephfs, { extraPath: "cephFS" }),
  rule("quobyte", quobyte),
  rule("downwardAPI", validateDownwardApi, { extraPath: "downwarAPI" }),
  rule("fc", fc),
  rule("flexVolume", flexVolume),
  rule("configMap", validateConfigMap),
  rule("azureFile", azureFile),
  rule("vsphereVolume", vsphereVolume),
  rule("photonPersistentDisk", photonPersistentDisk),
  rule("portworxVolume", portworxVolume),
  rule("azureDisk", azureDisk),
  rule("storageos", storageos),
  rule("projected", validateProjected),
  rule("scaleIO", scaleIO),
  rule("csi", validateCsi),
  rule("ephemeral", validateEphemeral),
  rule("image", validateImage),
];
