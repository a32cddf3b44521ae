import type {
  DownwardAPIVolumeFile,
  EphemeralVolumeSource,
  ProjectedVolumeSource,
  Volume,
  VolumeProjection,
} from "../../kubernetes/types.ts";
import { defaultFieldRef, defaultResourceFieldRef } from "./pod-container.ts";
import { change, changeEach, fillAbsent, fillZero, isZero, remembered, roundResourceList } from "./pod-fill.ts";
import { defaultPullPolicy } from "./pod-image.ts";

/** 0644 */
const DEFAULT_MODE = 420;

/** What the server fills in for a volume. Source: pkg/apis/core/v1/defaults.go SetDefaults_Volume and zz_generated.defaults.go. */
export const defaultVolume = remembered((volume: Volume): Volume => {
  let v = hasSource(volume) ? volume : { ...volume, emptyDir: {} };
  v = change(v, "image", (image) => fillZero(image, { pullPolicy: defaultPullPolicy(image.reference) }));
  v = change(v, "hostPath", (hostPath) => fillAbsent(hostPath, { type: "" }));
  v = change(v, "secret", (secret) => fillAbsent(secret, { defaultMode: DEFAULT_MODE }));
  v = change(v, "configMap", (configMap) => fillAbsent(configMap, { defaultMode: DEFAULT_MODE }));
  v = change(v, "downwardAPI", (source) => fillAbsent(withDefaultFiles(source), { defaultMode: DEFAULT_MODE }));
  v = change(v, "projected", defaultProjected);
  v = change(v, "ephemeral", defaultEphemeral);
  return defaultLegacySource(v);
});

function hasSource(volume: Volume): boolean {
  return Object.entries(volume).some(([name, source]) => name !== "name" && !isZero(source));
}

function withDefaultFiles<T extends { readonly items?: readonly DownwardAPIVolumeFile[] }>(source: T): T {
  return change(source, "items", (items) => changeEach(items, defaultFile) as NonNullable<T["items"]>);
}

function defaultFile(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  return change(change(file, "fieldRef", defaultFieldRef), "resourceFieldRef", defaultResourceFieldRef);
}

function defaultProjected(projected: ProjectedVolumeSource): ProjectedVolumeSource {
  const withMode = fillAbsent(projected, { defaultMode: DEFAULT_MODE });
  return change(withMode, "sources", (sources) => changeEach(sources, defaultProjection));
}

function defaultProjection(source: VolumeProjection): VolumeProjection {
  const withFiles = change(source, "downwardAPI", withDefaultFiles);
  return change(withFiles, "serviceAccountToken", (token) => fillAbsent(token, { expirationSeconds: 3600 }));
}

function defaultEphemeral(ephemeral: EphemeralVolumeSource): EphemeralVolumeSource {
  return change(ephemeral, "volumeClaimTemplate", (template) => {
    const withMetadata = fillAbsent(template, { metadata: {} });
    return change(withMetadata, "spec", (spec) => {
      const withMode = fillAbsent(spec, { volumeMode: "Filesystem", resources: {} });
      return change(withMode, "resources", (resources) =>
        change(change(resources, "limits", roundResourceList), "requests", roundResourceList),
      );
    });
  });
}

/** The plug-ins that are older than CSI, whose defaults are tags in staging/src/k8s.io/api/core/v1/types.go. */
function defaultLegacySource(volume: Volume): Volume {
  let v = change(volume, "iscsi", (iscsi) => fillZero(iscsi, { iscsiInterface: "default" }));
  v = change(v, "rbd", (rbd) => fillZero(rbd, { pool: "rbd", user: "admin", keyring: "/etc/ceph/keyring" }));
  v = change(v, "azureDisk", (disk) =>
    fillAbsent(disk, { cachingMode: "ReadWrite", fsType: "ext4", readOnly: false, kind: "Shared" }),
  );
  return change(v, "scaleIO", (scaleIo) => fillZero(scaleIo, { storageMode: "ThinProvisioned", fsType: "xfs" }));
}
