export { Accessor, type Stored } from "./accessor.ts";
export {
  Api,
  ApiError,
  type ApiTransport,
  type ListOptions,
  type ObjectPath,
  type WatchHandler,
  type WatchOptions,
} from "./api.ts";
export { type AppliedObject, applyManifest } from "./apply.ts";
export {
  Cluster,
  type ClusterEvents,
  type ClusterOptions,
  type HistoryEntry,
  NotSettledError,
  type SettleOptions,
} from "./cluster.ts";
export { type Duration, parseDuration } from "./duration.ts";
export { type Images, imageBehaviours } from "./images.ts";
export { type Manifest, ManifestError, objectsOf } from "./manifest.ts";
export { describeMoving } from "./moving.ts";
export { type JoiningNode, machineObject, machineSpecOf, nodeObject } from "./nodes.ts";
export { type DockerDesktopOptions, dockerDesktop } from "./presets/docker-desktop.ts";
export { readDocuments } from "./yaml/documents.ts";
export { readYaml } from "./yaml/read.ts";
