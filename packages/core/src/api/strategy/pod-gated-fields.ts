import type {
  Container,
  EphemeralContainer,
  Lifecycle,
  LifecycleHandler,
  PodSpec,
  Probe,
  Volume,
  VolumeMount,
} from "../../kubernetes/types.ts";
import { change, changeEach, remembered } from "../default/pod-fill.ts";

/**
 * Fields whose feature gate is off in v1.37 are dropped without a word: stop signals, the protocol of HTTP probes, TLS
 * of gRPC probes, options of bind mounts, modes of emptyDirs, owners of projected files, scheduling groups, responders to
 * evictions. For pods and pod templates alike. Returns the same reference where none is used.
 * Source: pkg/api/pod/util.go dropDisabledFields.
 */
export function dropGatedFields(spec: PodSpec): PodSpec {
  const { schedulingGroup, evictionResponders, ...kept } = spec;
  let s: PodSpec = schedulingGroup === undefined && evictionResponders === undefined ? spec : kept;
  s = change(s, "containers", dropFromContainers);
  s = change(s, "initContainers", dropFromContainers);
  s = change(s, "ephemeralContainers", dropFromEphemeral);
  return change(s, "volumes", dropFromVolumes);
}

const dropFromContainers = remembered((list: readonly Container[]) => changeEach(list, dropFromContainer));
const dropFromEphemeral = remembered((list: readonly EphemeralContainer[]) => changeEach(list, dropFromContainer));
const dropFromVolumes = remembered((list: readonly Volume[]) => changeEach(list, dropFromVolume));

/** `object` without a field; the same reference where it does not have it. */
function without<T extends object, K extends keyof T>(object: T, name: K): T {
  if (!Object.hasOwn(object, name)) return object;
  const { [name]: _, ...kept } = object;
  return kept as T;
}

function dropFromContainer<T extends Container | EphemeralContainer>(container: T): T {
  let c: Container | EphemeralContainer = container;
  c = change(c, "livenessProbe", dropFromProbe);
  c = change(c, "readinessProbe", dropFromProbe);
  c = change(c, "startupProbe", dropFromProbe);
  c = change(c, "volumeMounts", (mounts) =>
    changeEach(mounts, (mount: VolumeMount) => without(mount, "bindMountOptions")),
  );
  return dropStopSignal(change(c, "lifecycle", dropFromHooks)) as T;
}

function dropFromProbe(probe: Probe): Probe {
  return change(
    change(probe, "httpGet", (get) => without(get, "protocol")),
    "grpc",
    (grpc) => without(grpc, "mode"),
  );
}

function dropFromHooks(lifecycle: Lifecycle): Lifecycle {
  const dropProtocol = (handler: LifecycleHandler) => change(handler, "httpGet", (get) => without(get, "protocol"));
  return change(change(lifecycle, "postStart", dropProtocol), "preStop", dropProtocol);
}

function dropStopSignal<T extends Container | EphemeralContainer>(container: T): T {
  if (container.lifecycle?.stopSignal === undefined) return container;
  const lifecycle = without(container.lifecycle, "stopSignal");
  return Object.keys(lifecycle).length === 0 ? without(container, "lifecycle") : { ...container, lifecycle };
}

interface OwnedFiles {
  readonly items?: readonly { readonly user?: number }[];
  readonly defaultUser?: number;
}

function dropUsers<T extends object>(source: T): T {
  const kept: OwnedFiles = without(source as OwnedFiles, "defaultUser");
  return change(kept, "items", (items) => changeEach(items, (item) => without(item, "user"))) as T;
}

function dropFromVolume(volume: Volume): Volume {
  let v = change(volume, "emptyDir", (emptyDir) => without(emptyDir, "mode"));
  v = change(v, "secret", dropUsers);
  v = change(v, "configMap", dropUsers);
  v = change(v, "downwardAPI", dropUsers);
  return change(v, "projected", (projected) => {
    const kept = without(projected, "defaultUser");
    return change(kept, "sources", (sources) =>
      changeEach(sources, (source) => {
        const files = change(
          change(change(source, "secret", dropUsers), "configMap", dropUsers),
          "downwardAPI",
          dropUsers,
        );
        const token = change(files, "serviceAccountToken", (each) => without(each, "user"));
        const bundle = change(token, "clusterTrustBundle", (each) => without(each, "user"));
        return change(bundle, "podCertificate", (each) => without(each, "user"));
      }),
    );
  });
}

const INIT_CONTAINER_ANNOTATIONS = [
  "pod.beta.kubernetes.io/init-containers",
  "pod.alpha.kubernetes.io/init-containers",
  "pod.beta.kubernetes.io/init-container-statuses",
  "pod.alpha.kubernetes.io/init-container-statuses",
];

/** Annotations of the time before init containers had a field are dropped too. Source: pkg/api/pod/util.go DropInitContainerAnnotations. */
export function withoutInitContainerAnnotations(
  annotations: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (!INIT_CONTAINER_ANNOTATIONS.some((name) => Object.hasOwn(annotations, name))) return annotations;
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => !INIT_CONTAINER_ANNOTATIONS.includes(name)));
}
