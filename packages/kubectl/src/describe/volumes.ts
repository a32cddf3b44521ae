import type { EphemeralVolumeSource, ProjectedVolumeSource, Volume } from "@kubetick/core";
import { canonicalQuantity, quantityOf, signOf } from "@kubetick/core";
import { shorten } from "../print/bytes.ts";
import { type StringMap, sortedKeys } from "../print/labels.ts";
import type { DescribeText } from "./text.ts";

/** The title of a kind of volume, and its fields in order. */
type Section = readonly [type: string, ...fields: readonly (readonly [name: string, value: unknown])[]];

/** Source: kubectl/pkg/describe describeVolumes. `space` indents them inside a template. */
export function describeVolumes(text: DescribeText, volumes: readonly Volume[] | undefined, space: string): void {
  if (volumes === undefined || volumes.length === 0) return text.line(0, `${space}Volumes:\t<none>`);
  text.line(0, `${space}Volumes:`);
  for (const volume of volumes) {
    text.line(1, `${space === "" ? "" : " "}${volume.name}:`);
    describeSource(text, volume);
  }
}

function describeSource(text: DescribeText, volume: Volume): void {
  if (volume.projected) return describeProjected(text, volume.projected);
  if (volume.downwardAPI) return describeDownwardApi(text, volume);
  if (volume.ephemeral) return describeEphemeral(text, volume.ephemeral);
  const section = sectionOf(volume);
  if (section === undefined) return text.line(1, "<unknown>");
  const [type, ...fields] = section;
  text.line(2, `Type:\t${type}`);
  for (const [name, value] of fields) text.line(2, `${name}:\t${String(value ?? "")}`);
  if (volume.csi) describeAttributes(text, volume.csi.volumeAttributes);
}

function sectionOf(volume: Volume): Section | undefined {
  const { hostPath, emptyDir, secret, configMap, nfs, persistentVolumeClaim, csi, image } = volume;
  if (hostPath) {
    const { path, type = "<none>" } = hostPath;
    return ["HostPath (bare host directory volume)", ["Path", path], ["HostPathType", type]];
  }
  if (emptyDir) {
    const limit = emptyDir.sizeLimit;
    const size = limit !== undefined && signOf(quantityOf(limit)) > 0 ? canonicalQuantity(limit) : "<unset>";
    const type = "EmptyDir (a temporary directory that shares a pod's lifetime)";
    return [type, ["Medium", emptyDir.medium], ["SizeLimit", size]];
  }
  if (secret) {
    const { secretName, optional = false } = secret;
    return ["Secret (a volume populated by a Secret)", ["SecretName", secretName], ["Optional", optional]];
  }
  if (configMap) {
    const { name, optional = false } = configMap;
    return ["ConfigMap (a volume populated by a ConfigMap)", ["Name", name], ["Optional", optional]];
  }
  if (nfs) {
    const { server, path, readOnly = false } = nfs;
    const type = "NFS (an NFS mount that lasts the lifetime of a pod)";
    return [type, ["Server", server], ["Path", path], ["ReadOnly", readOnly]];
  }
  if (persistentVolumeClaim) {
    const { claimName, readOnly = false } = persistentVolumeClaim;
    const type = "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)";
    return [type, ["ClaimName", claimName], ["ReadOnly", readOnly]];
  }
  if (csi) {
    const { driver, fsType, readOnly = false } = csi;
    const type = "CSI (a Container Storage Interface (CSI) volume source)";
    return [type, ["Driver", driver], ["FSType", fsType], ["ReadOnly", readOnly]];
  }
  if (image) {
    const { reference, pullPolicy } = image;
    return ["Image (a container image or OCI artifact)", ["Reference", reference], ["PullPolicy", pullPolicy]];
  }
  return legacySectionOf(volume);
}

/** Kinds of volumes that CSI drivers have replaced. */
function legacySectionOf(volume: Volume): Section | undefined {
  const { gcePersistentDisk: gce, awsElasticBlockStore: aws, gitRepo: git, azureFile, cinder } = volume;
  if (gce) {
    const { pdName, fsType, partition = 0, readOnly = false } = gce;
    const type = "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)";
    return [type, ["PDName", pdName], ["FSType", fsType], ["Partition", partition], ["ReadOnly", readOnly]];
  }
  if (aws) {
    const { volumeID, fsType, partition = 0, readOnly = false } = aws;
    const type = "AWSElasticBlockStore (a Persistent Disk resource in AWS)";
    return [type, ["VolumeID", volumeID], ["FSType", fsType], ["Partition", partition], ["ReadOnly", readOnly]];
  }
  if (git) {
    const type = "GitRepo (a volume that is pulled from git when the pod is created)";
    return [type, ["Repository", git.repository], ["Revision", git.revision]];
  }
  if (azureFile) {
    const { secretName, shareName, readOnly = false } = azureFile;
    const type = "AzureFile (an Azure File Service mount on the host and bind mount to the pod)";
    return [type, ["SecretName", secretName], ["ShareName", shareName], ["ReadOnly", readOnly]];
  }
  if (cinder) {
    const { volumeID, fsType, readOnly = false, secretRef } = cinder;
    const type = "Cinder (a Persistent Disk resource in OpenStack)";
    const secret = secretRef === undefined ? "nil" : `&LocalObjectReference{Name:${secretRef.name ?? ""},}`;
    return [type, ["VolumeID", volumeID], ["FSType", fsType], ["ReadOnly", readOnly], ["SecretRef", secret]];
  }
  return undefined;
}

function describeProjected(text: DescribeText, { sources = [] }: ProjectedVolumeSource): void {
  text.line(2, "Type:\tProjected (a volume that contains injected data from multiple sources)");
  for (const { secret, downwardAPI, configMap, serviceAccountToken } of sources) {
    if (secret) {
      text.line(2, `SecretName:\t${secret.name ?? ""}`);
      text.line(2, `Optional:\t${secret.optional ?? false}`);
    } else if (downwardAPI) text.line(2, "DownwardAPI:\ttrue");
    else if (configMap) {
      text.line(2, `ConfigMapName:\t${configMap.name ?? ""}`);
      text.line(2, `Optional:\t${configMap.optional ?? false}`);
    } else if (serviceAccountToken) {
      text.line(2, `TokenExpirationSeconds:\t${serviceAccountToken.expirationSeconds ?? 0}`);
    }
  }
}

function describeDownwardApi(text: DescribeText, { downwardAPI }: Volume): void {
  text.line(2, "Type:\tDownwardAPI (a volume populated by information about the pod)");
  text.line(2, "Items:");
  for (const { fieldRef, resourceFieldRef, path } of downwardAPI?.items ?? []) {
    if (fieldRef) text.line(3, `${fieldRef.fieldPath} -> ${path}`);
    if (resourceFieldRef) text.line(3, `${resourceFieldRef.resource} -> ${path}`);
  }
}

function describeEphemeral(text: DescribeText, { volumeClaimTemplate }: EphemeralVolumeSource): void {
  text.line(
    2,
    "Type:\tEphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
  );
  const spec = volumeClaimTemplate?.spec;
  if (spec === undefined) return;
  text.line(2, `StorageClass:\t${spec.storageClassName ?? ""}`);
  text.line(2, `Volume:\t${spec.volumeName ?? ""}`);
}

/** Source: kubectl/pkg/describe printCSIPersistentVolumeAttributesMultiline. */
function describeAttributes(text: DescribeText, attributes: StringMap | undefined): void {
  const keys = sortedKeys(attributes);
  text.write(2, "VolumeAttributes:\t");
  if (keys.length === 0) return text.line(0, "<none>");
  for (const [i, key] of keys.entries()) {
    if (i > 0) text.write(2, `${"  ".repeat(2)}\t`);
    text.line(2, shorten(`${key}=${attributes?.[key] ?? ""}`, 140));
  }
}
