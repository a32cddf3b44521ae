import type { Container } from "../../../kubernetes/types.ts";
import { backOffEnd, CRASH_LOOP_BACK_OFF, nextBackOff } from "../back-off.ts";
import { DEFAULT_BEHAVIOUR } from "../behaviour.ts";
import { formatGoDuration } from "../go-duration.ts";
import { type ContainerRuntime, containerRuntime } from "../memory.ts";
import { heldFor, hold, release } from "./hold.ts";
import { observeRun } from "./observe.ts";
import { ensureImage } from "./pull.ts";
import { doneAt, type Turn, tell, wake } from "./turn.ts";

/** `busy`: something is being done that the containers after this one wait for. `held`: it is to be tried again later. */
export type Started = "running" | "busy" | "held";

/** Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go SyncPod (start), kuberuntime_container.go startContainer. */
export function startContainer(turn: Turn, container: Container): Started {
  const state = containerRuntime(turn.runtime, container.name);
  if (state.step === null && isHeldBack(turn, container, state)) return "held";
  if (state.step !== "create") {
    const image = ensureImage(turn, container, state);
    if (image !== "present") return image;
    const { startTime = DEFAULT_BEHAVIOUR.startTime } = turn.behaviourOf(container);
    state.step = "create";
    state.since = turn.now;
    state.until = doneAt(turn, turn.now, startTime);
  }
  if (state.until > turn.now) {
    wake(turn, state.until, "progress");
    return "busy";
  }
  run(turn, container, state);
  return "running";
}

/** Source: kuberuntime_manager.go doBackOff. */
function isHeldBack(turn: Turn, container: Container, state: ContainerRuntime): boolean {
  const { now, pod } = turn;
  const exit = state.run?.exit;
  if (exit == null) return false;
  const end = backOffEnd(state.crashBackOff, exit.at, CRASH_LOOP_BACK_OFF);
  if (end === undefined || end <= now) {
    if (heldFor(state) !== "ImagePullBackOff")
      state.crashBackOff = nextBackOff(state.crashBackOff, exit.at, now, CRASH_LOOP_BACK_OFF);
    return false;
  }
  const { name = "", namespace = "", uid = "" } = pod.metadata;
  const formatted = `${name}_${namespace}(${uid})`;
  const delay = formatGoDuration(state.crashBackOff?.delay ?? 0);
  const message = `back-off ${delay} restarting failed container=${container.name} pod=${formatted}`;
  if (hold(turn, state, end, { reason: "CrashLoopBackOff", message })) {
    tell(
      turn,
      container,
      "Warning",
      "BackOff",
      `Back-off restarting failed container ${container.name} in pod ${formatted}`,
    );
  }
  return true;
}

function run(turn: Turn, container: Container, state: ContainerRuntime): void {
  const { now, runtime } = turn;
  tell(turn, container, "Normal", "Created", "Container created");
  tell(turn, container, "Normal", "Started", "Container started");
  state.last = state.run ?? state.last;
  state.run = {
    attempt: state.attempts,
    image: container.image ?? "",
    startedAt: now,
    observedAt: now - 1,
    kill: null,
    exit: null,
  };
  state.attempts += 1;
  state.step = null;
  release(state);
  if (runtime.sandbox !== null && turn.pod.spec?.containers.includes(container)) runtime.sandbox.initialized = true;
  observeRun(turn, container, state, state.run);
}
