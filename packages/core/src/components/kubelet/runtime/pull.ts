import type { Millis } from "../../../api/request.ts";
import type { Container } from "../../../kubernetes/types.ts";
import { IMAGE_BACK_OFF, nextBackOff } from "../back-off.ts";
import { DEFAULT_BEHAVIOUR } from "../behaviour.ts";
import { formatGoDuration } from "../go-duration.ts";
import { withDefaultTag } from "../image-name.ts";
import type { ContainerRuntime } from "../memory.ts";
import { hold, release } from "./hold.ts";
import { doneAt, type Turn, tell, wake } from "./turn.ts";

/** What asking the registry takes where the node has the image already (`imagePullPolicy: Always`). */
const UNCHANGED_PULL_TIME: Millis = 300;

/** From a failed pull to the look at the pod that finds it in its back-off: the runtime's state is listed every second. */
const RELIST_PERIOD: Millis = 1000;

/** Sees to it that the node has the container's image. Source: pkg/kubelet/images/image_manager.go EnsureImageExists. */
export function ensureImage(turn: Turn, container: Container, state: ContainerRuntime): "present" | "busy" | "held" {
  const image = container.image ?? "";
  const present = turn.images.has(withDefaultTag(image));
  if (state.step !== "pull") {
    if (container.imagePullPolicy === "Never" && !present) return neverPulled(turn, container, state, image);
    if (container.imagePullPolicy !== "Always" && present) {
      tell(
        turn,
        container,
        "Normal",
        "Pulled",
        `Container image "${image}" already present on machine and can be accessed by the pod`,
      );
      return "present";
    }
    if (isHeldBack(turn, container, state, image)) return "held";
    beginPull(turn, container, state, image, present);
  }
  if (state.until > turn.now) {
    wake(turn, state.until, "progress");
    return "busy";
  }
  return endPull(turn, container, state, image);
}

function beginPull(turn: Turn, container: Container, state: ContainerRuntime, image: string, present: boolean): void {
  tell(turn, container, "Normal", "Pulling", `Pulling image "${image}"`);
  const { pullTime = DEFAULT_BEHAVIOUR.pullTime } = turn.behaviourOf(container);
  state.step = "pull";
  state.since = turn.now;
  state.until = doneAt(turn, turn.now, present ? Math.min(pullTime, UNCHANGED_PULL_TIME) : pullTime);
}

function endPull(turn: Turn, container: Container, state: ContainerRuntime, image: string): "present" | "held" {
  const { pullError, imageSize = DEFAULT_BEHAVIOUR.imageSize } = turn.behaviourOf(container);
  state.step = null;
  if (pullError !== undefined)
    return pullFailed(
      turn,
      container,
      state,
      image,
      pullError.replaceAll("$IMAGE", () => withDefaultTag(image)),
    );
  const took = formatGoDuration(turn.now - state.since);
  const message = `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${imageSize} bytes.`;
  tell(turn, container, "Normal", "Pulled", message);
  turn.images.add(withDefaultTag(image));
  state.pullBackOff = null;
  return "present";
}

/** Source: image_manager.go pullImage. */
function pullFailed(turn: Turn, container: Container, state: ContainerRuntime, image: string, error: string): "held" {
  tell(turn, container, "Warning", "Failed", `Failed to pull image "${image}": ${error}`);
  tell(turn, container, "Warning", "Failed", "Error: ErrImagePull");
  state.pullBackOff = nextBackOff(state.pullBackOff, turn.now, turn.now, IMAGE_BACK_OFF);
  state.pullError = error;
  release(state);
  state.waiting = { reason: "ErrImagePull", message: error };
  wake(turn, turn.now + RELIST_PERIOD, "progress");
  return "held";
}

function isHeldBack(turn: Turn, container: Container, state: ContainerRuntime, image: string): boolean {
  const { pullBackOff } = state;
  if (pullBackOff === null || turn.now >= pullBackOff.updatedAt + pullBackOff.delay) return false;
  const message = `Back-off pulling image "${image}": ErrImagePull: ${state.pullError}`;
  if (hold(turn, state, pullBackOff.updatedAt + pullBackOff.delay, { reason: "ImagePullBackOff", message })) {
    tell(turn, container, "Normal", "BackOff", `Back-off pulling image "${image}"`);
    tell(turn, container, "Warning", "Failed", "Error: ImagePullBackOff");
  }
  return true;
}

/** Source: image_manager.go imageNotPresentOnNeverPolicyError. */
function neverPulled(turn: Turn, container: Container, state: ContainerRuntime, image: string): "held" {
  const message = `Container image "${image}" is not present with pull policy of Never`;
  if (state.waiting?.reason !== "ErrImageNeverPull") {
    tell(turn, container, "Warning", "ErrImageNeverPull", message);
    tell(turn, container, "Warning", "Failed", "Error: ErrImageNeverPull");
    state.waiting = { reason: "ErrImageNeverPull", message };
  }
  return "held";
}
