import type { Millis } from "../../../api/request.ts";
import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from "../../../kubernetes/types.ts";
import { formatTime } from "../../../time.ts";
import type { Sandbox } from "../memory.ts";
import { isSidecar } from "../restart-policy.ts";
import type { PodPhase } from "./phase.ts";

type Verdict = Pick<PodCondition, "status" | "reason" | "message">;

const TRUE: Verdict = { status: "True" };

/** Source: pkg/kubelet/types/pod_status.go PodConditionByKubelet. */
const BY_KUBELET: ReadonlySet<string> = new Set([
  "PodScheduled",
  "Ready",
  "Initialized",
  "ContainersReady",
  "PodReadyToStartContainers",
  "AllContainersRestarting",
]);

/** The conditions that others set, as they are. */
export function foreignConditions(status: PodStatus | undefined): readonly PodCondition[] {
  return status?.conditions?.filter(({ type }) => !BY_KUBELET.has(type)) ?? [];
}

/** `now` is what the node's clock says. Source: pkg/kubelet/status/generate.go. */
export function podConditions(
  pod: Pod,
  phase: PodPhase,
  statuses: { readonly init: readonly ContainerStatus[]; readonly regular: readonly ContainerStatus[] },
  sandbox: Sandbox | null,
  now: Millis,
): readonly PodCondition[] {
  const foreign = foreignConditions(pod.status);
  const containersReady = containersReadyVerdict(pod, phase, statuses.init, statuses.regular);
  const own = (type: string, verdict: Verdict) => condition(pod, type, verdict, now);
  return [
    ...foreign,
    own("PodReadyToStartContainers", sandboxVerdict(sandbox)),
    own("Initialized", initializedVerdict(pod, phase, statuses.init, statuses.regular)),
    own("Ready", containersReady.status === "True" ? readinessGatesVerdict(pod, foreign) : containersReady),
    own("ContainersReady", containersReady),
    own("PodScheduled", TRUE),
  ];
}

/** Only a change of the status moves the time. Source: pkg/kubelet/status/status_manager.go updateLastTransitionTime. */
function condition(pod: Pod, type: string, verdict: Verdict, now: Millis): PodCondition {
  const before = pod.status?.conditions?.find((candidate) => candidate.type === type);
  const same = before?.status === verdict.status && before.lastTransitionTime !== undefined;
  return {
    lastProbeTime: null as unknown as string,
    lastTransitionTime: same ? before.lastTransitionTime : formatTime(now),
    ...(verdict.message === undefined ? {} : { message: verdict.message }),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    ...(verdict.reason === undefined ? {} : { reason: verdict.reason }),
    status: verdict.status,
    type,
  } as PodCondition;
}

function sandboxVerdict(sandbox: Sandbox | null): Verdict {
  if (sandbox?.ready) return TRUE;
  const gone = sandbox !== null && sandbox.readyAt < 0;
  return {
    status: "False",
    reason: "PodSandboxNotReady",
    message: gone ? "pod sandbox is not ready" : "no pod sandbox exists",
  };
}

function containersReadyVerdict(
  pod: Pod,
  phase: PodPhase,
  init: readonly ContainerStatus[],
  regular: readonly ContainerStatus[],
): Verdict {
  if (phase === "Succeeded") return { status: "False", reason: "PodCompleted" };
  if (phase === "Failed") return { status: "False", reason: "PodFailed" };
  const unready = [
    ...named(pod.spec?.initContainers, isSidecar, init, (status) => !status.ready),
    ...named(
      pod.spec?.containers,
      () => true,
      regular,
      (status) => !status.ready,
    ),
  ];
  if (unready.length === 0) return TRUE;
  return {
    status: "False",
    reason: "ContainersNotReady",
    message: `containers with unready status: [${unready.join(" ")}]`,
  };
}

function initializedVerdict(
  pod: Pod,
  phase: PodPhase,
  init: readonly ContainerStatus[],
  regular: readonly ContainerStatus[],
): Verdict {
  if (phase === "Succeeded") return { status: "True", reason: "PodCompleted" };
  if (
    regular.some(
      (status) =>
        status.state?.running !== undefined ||
        status.state?.terminated !== undefined ||
        status.lastState?.terminated !== undefined,
    )
  )
    return TRUE;
  const incomplete = [
    ...named(
      pod.spec?.initContainers,
      () => true,
      init,
      (status, container) => (isSidecar(container) ? status.started !== true : !status.ready),
    ),
  ];
  if (incomplete.length === 0) return TRUE;
  return {
    status: "False",
    reason: "ContainersNotInitialized",
    message: `containers with incomplete status: [${incomplete.join(" ")}]`,
  };
}

function readinessGatesVerdict(pod: Pod, conditions: readonly PodCondition[]): Verdict {
  const messages: string[] = [];
  for (const { conditionType } of pod.spec?.readinessGates ?? []) {
    const found = conditions.find(({ type }) => type === conditionType);
    if (found === undefined)
      messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (found.status !== "True")
      messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${found.status}`);
  }
  return messages.length === 0
    ? TRUE
    : { status: "False", reason: "ReadinessGatesNotReady", message: messages.join(", ") };
}

/** The names of the containers that count and whose status is as asked. */
function named(
  containers: readonly Container[] | undefined,
  counts: (container: Container) => boolean,
  statuses: readonly ContainerStatus[],
  is: (status: ContainerStatus, container: Container) => boolean,
): readonly string[] {
  return (containers ?? [])
    .filter((container) => {
      const status = statuses.find((candidate) => candidate.name === container.name);
      return counts(container) && status !== undefined && is(status, container);
    })
    .map((container) => container.name);
}
