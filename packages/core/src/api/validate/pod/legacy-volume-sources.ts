import type {
  AzureDiskVolumeSource,
  FCVolumeSource,
  FlexVolumeSource,
  FlockerVolumeSource,
  GitRepoVolumeSource,
  ISCSIVolumeSource,
  QuobyteVolumeSource,
  StorageOSVolumeSource,
} from "../../../kubernetes/types.ts";
import { child, invalid, key, notSupported, required } from "../../field-error.ts";
import { byteLength } from "../../go-text.ts";
import { inclusiveRangeError } from "../names.ts";
import { type FieldErrors, NO_ERRORS, sorted, textOf, validateDnsLabel } from "./check.ts";
import { validateLocalDescendingPath } from "./paths.ts";

/** The volumes of the time before CSI. Source: pkg/apis/core/validation/validation.go, the function of each one's name. */

type Source = object;

/** A rule that only asks for fields that are not empty. */
function requires(...names: readonly string[]): (source: Source, path: string) => FieldErrors {
  return (source, path) => {
    const values = source as Readonly<Record<string, unknown>>;
    return names.filter((name) => isEmpty(values[name])).map((name) => required(child(path, name)));
  };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function gitRepo(source: GitRepoVolumeSource, path: string): FieldErrors {
  return [
    ...requires("repository")(source, path),
    ...validateLocalDescendingPath(textOf(source.directory), child(path, "directory")),
  ];
}

const disk = (name: string) => (source: { readonly partition?: number }, path: string) => {
  const partition = source.partition ?? 0;
  const wrong = partition < 0 || partition > 255;
  return [
    ...requires(name)(source, path),
    ...(wrong ? [invalid(child(path, "partition"), partition, inclusiveRangeError(1, 255))] : NO_ERRORS),
  ];
};

const ISCSI_FORMATS: readonly (readonly [string, RegExp])[] = [
  ["iqn", /iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$/],
  ["eui", /^eui.[A-Za-z0-9]{16}$/],
  ["naa", /^naa.[A-Za-z0-9]{32}$/],
];

function validateIscsiName(name: string, path: string): FieldErrors {
  const format = ISCSI_FORMATS.find(([prefix]) => name.startsWith(prefix));
  if (format === undefined) return [invalid(path, name, "must be valid format starting with iqn, eui, or naa")];
  return format[1].test(name) ? NO_ERRORS : [invalid(path, name, "must be valid format")];
}

const ISCSI_LENGTH =
  "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.";

function iscsi(source: ISCSIVolumeSource, path: string, volumeName: string, volumePath: string): FieldErrors {
  const { initiatorName, lun = 0 } = source;
  const needsSecret = (source.chapAuthDiscovery || source.chapAuthSession) && source.secretRef === undefined;
  const long = initiatorName !== undefined && byteLength(`${volumeName}:${textOf(source.targetPortal)}`) > 64;
  return [
    ...requires("targetPortal")(source, path),
    ...(textOf(source.iqn) === "" ? [required(child(path, "iqn"))] : validateIscsiName(source.iqn, child(path, "iqn"))),
    ...(lun < 0 || lun > 255 ? [invalid(child(path, "lun"), lun, inclusiveRangeError(0, 255))] : NO_ERRORS),
    ...(needsSecret ? [required(child(path, "secretRef"))] : NO_ERRORS),
    ...(initiatorName === undefined ? NO_ERRORS : validateIscsiName(initiatorName, child(path, "initiatorname"))),
    ...(long ? [invalid(child(volumePath, "name"), volumeName, ISCSI_LENGTH)] : NO_ERRORS),
  ];
}

function flocker(source: FlockerVolumeSource, path: string): FieldErrors {
  const [name, uuid] = [textOf(source.datasetName), textOf(source.datasetUUID)];
  const both = "datasetName and datasetUUID can not be specified simultaneously";
  return [
    ...(name === "" && uuid === "" ? [required(path, "one of datasetName and datasetUUID is required")] : NO_ERRORS),
    ...(name !== "" && uuid !== "" ? [invalid(path, "resource", both)] : NO_ERRORS),
    ...(name.includes("/") ? [invalid(child(path, "datasetName"), name, "must not contain '/'")] : NO_ERRORS),
  ];
}

function withSecretName(name: string) {
  return (source: { readonly secretRef?: { readonly name?: string } }, path: string): FieldErrors => [
    ...requires(name)(source, path),
    ...validateSecretRef(source, path),
  ];
}

function validateSecretRef(source: { readonly secretRef?: { readonly name?: string } }, path: string): FieldErrors {
  const nameless = source.secretRef !== undefined && textOf(source.secretRef.name) === "";
  return nameless ? [required(child(path, "secretRef.name"))] : NO_ERRORS;
}

const QUOBYTE_REGISTRY = "must be a host:port pair or multiple pairs separated by commas";

function quobyte(source: QuobyteVolumeSource, path: string): FieldErrors {
  return [...validateRegistry(source, path), ...requires("volume")(source, path)];
}

function validateRegistry(source: QuobyteVolumeSource, path: string): FieldErrors {
  const registry = textOf(source.registry);
  const at = child(path, "registry");
  if (registry === "") return [required(at, QUOBYTE_REGISTRY)];
  if (byteLength(textOf(source.tenant)) >= 65) {
    return [required(child(path, "tenant"), "must be a UUID and may not exceed a length of 64 characters")];
  }
  const bad = registry.split(",").filter((pair) => !/^(\[[^\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair));
  return bad.map(() => invalid(at, registry, QUOBYTE_REGISTRY));
}

function fc(source: FCVolumeSource, path: string): FieldErrors {
  const [names, ids] = [source.targetWWNs ?? [], source.wwids ?? []];
  const at = child(path, "targetWWNs");
  const both = "targetWWNs and wwids can not be specified simultaneously";
  return [
    ...(names.length + ids.length === 0 ? [required(at, "must specify either targetWWNs or wwids, but not both")] : []),
    ...(names.length > 0 && ids.length > 0 ? [invalid(at, names, both)] : NO_ERRORS),
    ...(names.length > 0 ? validateFcLun(source.lun, child(path, "lun")) : NO_ERRORS),
  ];
}

function validateFcLun(lun: number | undefined, path: string): FieldErrors {
  if (lun === undefined) return [required(path, "lun is required if targetWWNs is specified")];
  return lun < 0 || lun > 255 ? [invalid(path, lun, inclusiveRangeError(0, 255))] : NO_ERRORS;
}

function flexVolume(source: FlexVolumeSource, path: string): FieldErrors {
  const reserved = sorted(Object.keys(source.options ?? {})).filter((name) => {
    const namespace = `.${(name.split("/")[0] ?? "").toLowerCase()}`;
    return namespace.endsWith(".kubernetes.io") || namespace.endsWith(".k8s.io");
  });
  const detail = "kubernetes.io and k8s.io namespaces are reserved";
  return [
    ...requires("driver")(source, path),
    ...reserved.map((name) => invalid(key(child(path, "options"), name), name, detail)),
  ];
}

const MANAGED_DISK = "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}";
const BLOB_DISK = "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd";

function azureDisk(source: AzureDiskVolumeSource, path: string): FieldErrors {
  const { cachingMode, kind } = source;
  const uri = textOf(source.diskURI);
  const [prefix, format] = kind === "Managed" ? ["/subscriptions/", MANAGED_DISK] : ["https://", BLOB_DISK];
  return [
    ...requires("diskName", "diskURI")(source, path),
    ...(cachingMode === undefined ? NO_ERRORS : oneOf(cachingMode, child(path, "cachingMode"), CACHING_MODES)),
    ...(kind === undefined ? NO_ERRORS : oneOf(kind, child(path, "kind"), ["Dedicated", "Managed", "Shared"])),
    ...(kind === undefined || uri.startsWith(prefix)
      ? NO_ERRORS
      : [notSupported(child(path, "diskURI"), uri, [format])]),
  ];
}

const CACHING_MODES = ["None", "ReadOnly", "ReadWrite"];

function oneOf(value: string, path: string, valid: readonly string[]): FieldErrors {
  return valid.includes(value) ? NO_ERRORS : [notSupported(path, value, valid)];
}

function storageos(source: StorageOSVolumeSource, path: string): FieldErrors {
  const [name, namespace] = [textOf(source.volumeName), textOf(source.volumeNamespace)];
  const at = child(path, "volumeName");
  return [
    ...(name === "" ? [required(at)] : validateDnsLabel(name, at)),
    ...(namespace === "" ? NO_ERRORS : validateDnsLabel(namespace, child(path, "volumeNamespace"))),
    ...validateSecretRef(source, path),
  ];
}

export const LEGACY_SOURCES = {
  gitRepo,
  gcePersistentDisk: disk("pdName"),
  awsElasticBlockStore: disk("volumeID"),
  iscsi,
  glusterfs: requires("endpoints", "path"),
  flocker,
  rbd: requires("monitors", "image"),
  cinder: withSecretName("volumeID"),
  cephfs: requires("monitors"),
  quobyte,
  fc,
  flexVolume,
  azureFile: requires("secretName", "shareName"),
  vsphereVolume: requires("volumePath"),
  photonPersistentDisk: requires("pdID"),
  portworxVolume: requires("volumeID"),
  azureDisk,
  storageos,
  scaleIO: requires("gateway", "system", "volumeName"),
} as const;
