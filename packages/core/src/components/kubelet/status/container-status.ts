import type {
  Container,
  ContainerState,
  ContainerStateTerminated,
  ContainerStatus,
  Pod,
} from "../../../kubernetes/types.ts";
import { hexDigest } from "../identifiers.ts";
import { imageId, withDefaultTag } from "../image-name.ts";
import type { ContainerRuntime, Run } from "../memory.ts";
import { isSidecar } from "../restart-policy.ts";
import { probeState } from "../runtime/probe-state.ts";
import { containers, initContainers, onClock, type Turn } from "../runtime/turn.ts";

/** In order of their names. Source: pkg/kubelet/kubelet_pods.go convertToAPIContainerStatuses. */
export function containerStatuses(turn: Turn): readonly ContainerStatus[] {
  const statuses = containers(turn.pod).map((container) => containerStatus(turn, container, false));
  return statuses.length < 2 ? statuses : statuses.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** In the order of the spec. */
export function initContainerStatuses(turn: Turn): readonly ContainerStatus[] {
  return initContainers(turn.pod).map((container) => containerStatus(turn, container, true));
}

function containerStatus(turn: Turn, container: Container, init: boolean): ContainerStatus {
  const state = Object.hasOwn(turn.runtime.containers, container.name)
    ? turn.runtime.containers[container.name]
    : undefined;
  const run = state?.run ?? null;
  const running = run !== null && run.exit === null;
  const probes = running ? probeState(container, turn.behaviourOf(container), run, turn.now) : undefined;
  const completed = init && !isSidecar(container) && run?.exit?.code === 0;
  return {
    name: container.name,
    ...runtimeFields(turn.pod, container, run),
    lastState: lastState(turn, container, state),
    ready: completed || (init && !isSidecar(container) ? false : (probes?.ready ?? false)),
    restartCount: Math.max(0, (state?.attempts ?? 0) - 1),
    started: probes?.started ?? false,
    state: currentState(turn, container, state),
    ...volumeMounts(container),
  };
}

/** What only a container that the runtime knows has. */
function runtimeFields(
  pod: Pod,
  container: Container,
  run: Run | null,
): Pick<ContainerStatus, "image" | "imageID"> & Partial<ContainerStatus> {
  if (run === null) return { image: container.image ?? "", imageID: "" };
  const requests = container.resources?.requests;
  return {
    containerID: containerId(pod, container.name, run),
    ...(requests === undefined || Object.keys(requests).length === 0 ? {} : { allocatedResources: requests }),
    image: withDefaultTag(run.image),
    imageID: imageId(run.image),
    resources: container.resources ?? {},
  };
}

/** Source: kubelet_pods.go convertContainerStatus, and what follows of containers that failed to start. */
function currentState(turn: Turn, container: Container, state: ContainerRuntime | undefined): ContainerState {
  const run = state?.run ?? null;
  if (run !== null && run.exit === null) return { running: { startedAt: onClock(turn, run.startedAt) } };
  const waiting = state?.waiting ?? null;
  if (waiting !== null) return { waiting: { message: waiting.message, reason: waiting.reason } };
  if (run?.exit != null) return { terminated: terminated(turn, container, run, run.exit) };
  return { waiting: { reason: initContainers(turn.pod).length > 0 ? "PodInitializing" : "ContainerCreating" } };
}

function lastState(turn: Turn, container: Container, state: ContainerRuntime | undefined): ContainerState {
  const run = state?.run ?? null;
  const before = run?.exit != null && state?.waiting != null ? run : (state?.last ?? null);
  return before?.exit == null ? {} : { terminated: terminated(turn, container, before, before.exit) };
}

function terminated(
  turn: Turn,
  container: Container,
  run: Run,
  exit: NonNullable<Run["exit"]>,
): ContainerStateTerminated {
  return {
    containerID: containerId(turn.pod, container.name, run),
    exitCode: exit.code,
    finishedAt: onClock(turn, exit.at),
    ...(exit.message === "" ? {} : { message: exit.message }),
    reason: exit.reason,
    startedAt: onClock(turn, run.startedAt),
  };
}

function containerId(pod: Pod, name: string, run: Run): string {
  return `containerd://${hexDigest(`${pod.metadata.uid}/${name}/${run.attempt}`)}`;
}

function volumeMounts(container: Container): Partial<ContainerStatus> {
  if (container.volumeMounts === undefined || container.volumeMounts.length === 0) return {};
  return {
    volumeMounts: container.volumeMounts.map(({ name, mountPath, readOnly }) => ({
      mountPath,
      name,
      ...(readOnly ? { readOnly, recursiveReadOnly: "Disabled" } : {}),
    })),
  };
}
