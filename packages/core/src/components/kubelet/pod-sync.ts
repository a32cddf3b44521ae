import { sameJson } from "../../api/equal.ts";
import { type ApiRequest, type ApiResponse, bodyOf, failureReason, isFailure } from "../../api/request.ts";
import type { Container, Node, Pod, PodStatus } from "../../kubernetes/types.ts";
import type { Reconcile, Sync, SyncResult } from "../../machine/component.ts";
import { parseTime } from "../../time.ts";
import { recordEvent } from "../events/recorder.ts";
import { admissionFailure } from "./admission.ts";
import type { Behaviour } from "./behaviour.ts";
import { behaviourOf } from "./behaviour-rules.ts";
import { clockSkewOf, clockTime, machineOf, slowdownOf } from "./machine.ts";
import {
  copyPodRuntime,
  imageKey,
  isRunning,
  type NodeRuntime,
  newPodRuntime,
  nodeKey,
  type PodRuntime,
  podKey,
} from "./memory.ts";
import { shouldRestart } from "./restart-policy.ts";
import { restoredRuntime } from "./restore.ts";
import { tellHeld } from "./runtime/hold.ts";
import { observe } from "./runtime/observe.ts";
import { loseContainers } from "./runtime/sandbox.ts";
import { startPod } from "./runtime/start.ts";
import { allStopped, beginStopping, shortenGracePeriod } from "./runtime/stop.ts";
import { type Turn, tell, wake } from "./runtime/turn.ts";
import { isMirrorPod, runtimeUid } from "./static-pod.ts";
import { podStatus, rejectedStatus } from "./status/pod-status.ts";

type Requests<T> = Generator<ApiRequest, T, ApiResponse>;

/** Brings what runs of one pod closer to what the API asks for, and tells the API. Source: pkg/kubelet/kubelet.go SyncPod, SyncTerminatingPod, SyncTerminatedPod. */
export function* syncPod(namespace: string, name: string, uid: string, sync: Sync): Reconcile {
  const pod = sync.view.get<Pod>("pods", `${namespace}/${name}`);
  if (pod === undefined || pod.metadata.uid !== uid) return yield* killRemoved(namespace, name, uid, sync);
  const node = sync.view.get<Node>("nodes", pod.spec?.nodeName ?? "");
  const machine = sync.memory.get<NodeRuntime>(nodeKey(pod.spec?.nodeName ?? ""));
  // A machine that is off says nothing; when it is up again its kubelet looks at all of its pods.
  if (node === undefined || machine === undefined || machine.power !== "On" || machine.uid !== node.metadata.uid)
    return;
  if (isMirrorPod(pod) && pod.metadata.deletionTimestamp !== undefined) return yield* deletePod(pod);

  const known = sync.memory.get<PodRuntime>(podKey(runtimeUid(pod)));
  if (known === undefined && pod.status?.startTime === undefined) {
    const rejected = yield* admit(pod, node, sync);
    if (rejected !== undefined) return rejected;
  }
  return yield* syncAdmitted(pod, node, machine, known ?? adopted(pod, machine, sync), sync);
}

/** What still runs of a pod that is gone from the API is killed. Source: pkg/kubelet/kubelet.go HandlePodRemoves. */
function* killRemoved(namespace: string, name: string, uid: string, sync: Sync): Requests<void> {
  const runtime = sync.memory.get<PodRuntime>(podKey(uid));
  sync.memory.delete(podKey(uid));
  if (runtime === undefined || sync.memory.get<NodeRuntime>(nodeKey(runtime.node))?.power !== "On") return;
  for (const [container, state] of Object.entries(runtime.containers)) {
    if (!isRunning(state) || state.run?.kill != null) continue;
    const involvedObject = {
      apiVersion: "v1",
      kind: "Pod",
      namespace,
      name,
      uid,
      fieldPath: `spec.containers{${container}}`,
    };
    const message = `Stopping container ${container}`;
    yield* recordEvent(sync, {
      involvedObject,
      type: "Normal",
      reason: "Killing",
      message,
      component: "kubelet",
      host: runtime.node,
    });
  }
}

function adopted(pod: Pod, machine: NodeRuntime, { view }: Sync): PodRuntime {
  const uid = runtimeUid(pod);
  if (pod.status?.startTime === undefined) return newPodRuntime(uid, pod.spec?.nodeName ?? "", machine.boots);
  return restoredRuntime(pod, uid, machine.boots, clockSkewOf(view, pod.spec?.nodeName ?? ""));
}

function* admit(pod: Pod, node: Node, sync: Sync): Requests<SyncResult | void | undefined> {
  if (pod.metadata.deletionTimestamp !== undefined) return undefined;
  const failure = admissionFailure(pod, node, () => admittedPods(pod, sync));
  if (failure === undefined) return undefined;
  const { reason, message } = failure;
  const runtime = newPodRuntime(runtimeUid(pod), node.metadata.name ?? "", 0);
  sync.memory.set(podKey(runtime.uid), { ...runtime, finished: true });
  yield* recordEvent(sync, podEvent(pod, { type: "Warning", reason, message }));
  const written = yield* writeStatus(
    pod,
    rejectedStatus(pod, reason, message, clockTime(sync.now, clockSkewOf(sync.view, runtime.node))),
  );
  return written.error === undefined ? {} : { error: written.error };
}

/** The pods that the node has taken already, and that have not ended. */
function admittedPods(pod: Pod, sync: Sync): readonly Pod[] {
  return sync.view.byIndex<Pod>("pods", "node", pod.spec?.nodeName ?? "").filter((other) => {
    if (other.metadata.uid === pod.metadata.uid || isTerminal(other.status)) return false;
    const runtime = sync.memory.get<PodRuntime>(podKey(runtimeUid(other)));
    return runtime === undefined ? other.status?.startTime !== undefined : !runtime.finished;
  });
}

function* syncAdmitted(
  pod: Pod,
  node: Node,
  machine: NodeRuntime,
  known: PodRuntime,
  sync: Sync,
): Requests<SyncResult | void> {
  if (known.finished) return pod.metadata.deletionTimestamp === undefined ? undefined : yield* deletePod(pod);
  const turn = newTurn(pod, known, sync);
  if (turn.runtime.boots !== machine.boots) {
    loseContainers(turn);
    turn.runtime.boots = machine.boots;
  }
  // What has ended is told before it is started again, as the real kubelet's syncs do.
  const news = [observe(turn), tellHeld(turn)].includes(true);
  const interim = news && turn.runtime.stopping === null ? podStatus(turn, pod, node, false) : undefined;
  const terminal = act(turn, node, interim);
  const final = podStatus(turn, pod, node, terminal);
  const deleting = pod.metadata.deletionTimestamp !== undefined;
  turn.runtime.finished = terminal && !deleting;
  turn.runtime.sent = sentStatus(final);
  sync.memory.set(podKey(turn.runtime.uid), turn.runtime);

  for (const event of turn.events) yield* recordEvent(sync, podEvent(pod, event));
  let latest: Pod = pod;
  for (const status of interim === undefined ? [final] : [interim, final]) {
    const written = yield* writeStatus(latest, status);
    if (written.error !== undefined) return written.gone ? undefined : { error: written.error };
    latest = written.pod;
  }
  if (terminal && deleting) return yield* deletePod(pod);
  return nextLook(turn);
}

function newTurn(pod: Pod, known: PodRuntime, sync: Sync): Turn {
  const node = pod.spec?.nodeName ?? "";
  const machine = machineOf(sync.view, node);
  const behaviours = new Map<Container, Behaviour>();
  return {
    pod,
    node,
    now: sync.now,
    clockSkew: machine?.spec?.clockSkew ?? 0,
    slowdown: slowdownOf(machine),
    runtime: copyPodRuntime(known),
    images: {
      has: (image) => sync.memory.get(imageKey(node, image)) === true,
      add: (image) => sync.memory.set(imageKey(node, image), true),
    },
    behaviourOf: (container) => {
      let behaviour = behaviours.get(container);
      if (behaviour === undefined) {
        behaviour = behaviourOf(sync.view, container, node);
        behaviours.set(container, behaviour);
      }
      return behaviour;
    },
    events: [],
    wakes: [],
  };
}

/** Starts or stops what there is to start or stop. True where everything has stopped for good. */
function act(turn: Turn, node: Node, interim: PodStatus | undefined): boolean {
  const { pod, runtime } = turn;
  const grace = pod.metadata.deletionGracePeriodSeconds ?? pod.spec?.terminationGracePeriodSeconds ?? 30;
  const stop = (reason: string | null, message: string | null) =>
    beginStopping(turn, { since: turn.now, gracePeriodSeconds: grace, reason, message });
  if (runtime.stopping === null && pod.metadata.deletionTimestamp !== undefined) stop(null, null);
  else if (runtime.stopping === null && pastActiveDeadline(turn)) {
    tell(turn, undefined, "Normal", "DeadlineExceeded", DEADLINE_MESSAGE);
    stop("DeadlineExceeded", DEADLINE_MESSAGE);
  } else if (runtime.stopping === null && (isTerminal(pod.status) || isTerminal(interim))) stop(null, null);
  else if (pod.metadata.deletionTimestamp !== undefined) shortenGracePeriod(turn, grace);
  if (runtime.stopping !== null) return allStopped(turn);
  startPod(turn);
  if (!mayHaveEnded(turn) || !(allEndedForGood(turn) || isTerminal(podStatus(turn, pod, node, false)))) return false;
  stop(null, null);
  return allStopped(turn);
}

/** Spares most syncs the question. */
function mayHaveEnded({ runtime }: Turn): boolean {
  const states = Object.values(runtime.containers);
  return (
    states.some(({ run }) => run?.exit != null) && !states.every((state) => isRunning(state) || state.step !== null)
  );
}

/**
 * Sidecars do not count: once the others have ended and are not to run again, they are told to stop, too.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go computePodActions.
 */
function allEndedForGood({ pod, runtime }: Turn): boolean {
  const { spec } = pod;
  return (spec?.containers ?? []).every((container) => {
    const exit = Object.hasOwn(runtime.containers, container.name)
      ? runtime.containers[container.name]?.run?.exit
      : undefined;
    return exit != null && spec !== undefined && !shouldRestart(container, spec, exit.code);
  });
}

const DEADLINE_MESSAGE = "Pod was active on the node longer than the specified deadline";

/** Source: pkg/kubelet/active_deadline.go. */
function pastActiveDeadline(turn: Turn): boolean {
  const seconds = turn.pod.spec?.activeDeadlineSeconds;
  if (seconds === undefined) return false;
  const started = parseTime(turn.pod.status?.startTime) - turn.clockSkew;
  const deadline = (Number.isNaN(started) ? turn.now : started) + seconds * 1000;
  if (turn.now < deadline) wake(turn, deadline, "background");
  return turn.now >= deadline;
}

export function isTerminal(status: PodStatus | undefined): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

/** What of a status others might overwrite, in short. */
export function sentStatus(status: PodStatus | undefined): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status;
  return `${status?.phase} ${ready}`;
}

function nextLook(turn: Turn): SyncResult | undefined {
  if (turn.wakes.length === 0) return undefined;
  const at = Math.min(...turn.wakes.map((one) => one.at));
  const timer = turn.wakes.some(({ kind }) => kind === "progress") ? "progress" : "background";
  return { requeueAfter: Math.max(1, at - turn.now), timer };
}

interface Written {
  readonly pod: Pod;
  readonly error?: string;
  readonly gone?: boolean;
}

/** The whole status in one request, against the version that it was made from. */
function* writeStatus(pod: Pod, status: PodStatus): Requests<Written> {
  if (sameJson(pod.status, status)) return { pod };
  const { namespace = "", name = "" } = pod.metadata;
  const response = yield {
    verb: "update",
    resource: "pods",
    subresource: "status",
    namespace,
    name,
    body: { ...pod, status },
  };
  if (!isFailure(response)) return { pod: bodyOf<Pod>(response) };
  const reason = failureReason(response) ?? String(response.code);
  return { pod, error: reason, gone: reason === "NotFound" };
}

/** Source: pkg/kubelet/status/status_manager.go syncPod, canBeDeleted. */
function* deletePod(pod: Pod): Requests<SyncResult | void> {
  const { namespace = "", name = "", uid = "" } = pod.metadata;
  const response = yield {
    verb: "delete",
    resource: "pods",
    namespace,
    name,
    options: { gracePeriodSeconds: 0, preconditions: { uid } },
  };
  const reason = failureReason(response);
  if (reason !== undefined && reason !== "NotFound" && reason !== "Conflict") return { error: reason };
}

function podEvent(pod: Pod, event: Turn["events"][number]) {
  const { namespace = "", name = "", uid = "", resourceVersion = "" } = pod.metadata;
  const { fieldPath, type, reason, message } = event;
  const reference = { apiVersion: "v1", kind: "Pod", namespace, name, uid, resourceVersion };
  return {
    type,
    reason,
    message,
    involvedObject: fieldPath === undefined ? reference : { fieldPath, ...reference },
    component: "kubelet",
    host: pod.spec?.nodeName ?? "",
  };
}
