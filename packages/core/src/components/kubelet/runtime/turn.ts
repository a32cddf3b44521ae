import type { Millis } from "../../../api/request.ts";
import type { Container, Pod, Time } from "../../../kubernetes/types.ts";
import type { TimerKind } from "../../../machine/component.ts";
import { formatTime } from "../../../time.ts";
import type { Behaviour } from "../behaviour.ts";
import { clockTime, lasting } from "../machine.ts";
import type { PodRuntime } from "../memory.ts";

/** One look of a kubelet at one of its pods: what it knows, and what comes of it. */
export interface Turn {
  readonly pod: Pod;
  readonly node: string;
  readonly now: Millis;
  /** How far the node's clock is ahead: what it writes down as the time is off by this. */
  readonly clockSkew: Millis;
  /** How many times longer than usual the node's machine takes for what it does. */
  readonly slowdown: number;
  /** A draft: what is done during the turn goes into it. */
  readonly runtime: PodRuntime;
  readonly images: Images;
  readonly behaviourOf: (container: Container) => Behaviour;
  /** What is to be told of it, in order. */
  readonly events: TurnEvent[];
  /** When to look again. */
  readonly wakes: { at: Millis; kind: TimerKind }[];
}

/** The images that a node has. */
export interface Images {
  has(image: string): boolean;
  add(image: string): void;
}

export interface TurnEvent {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** The container it is about, as in `spec.containers{name}`; of the pod as a whole where it is left out. */
  readonly fieldPath?: string;
}

export function tell(
  turn: Turn,
  container: Container | undefined,
  type: TurnEvent["type"],
  reason: string,
  message: string,
): void {
  turn.events.push(
    container === undefined
      ? { type, reason, message }
      : { type, reason, message, fieldPath: fieldPath(turn.pod, container) },
  );
}

/** Source: pkg/kubelet/container/ref.go fieldPath. */
function fieldPath(pod: Pod, container: Container): string {
  const list = pod.spec?.initContainers?.includes(container) ? "initContainers" : "containers";
  return `spec.${list}{${container.name}}`;
}

/** A moment as the node's clock tells it. */
export function onClock({ clockSkew }: Pick<Turn, "clockSkew">, at: Millis): Time {
  return formatTime(clockTime(at, clockSkew));
}

/** When something is done that is begun at `from` and takes so long on an ordinary machine. */
export function doneAt({ slowdown }: Pick<Turn, "slowdown">, from: Millis, time: Millis): Millis {
  return from + lasting(time, slowdown);
}

export function wake(turn: Turn, at: Millis, kind: TimerKind): void {
  turn.wakes.push({ at, kind });
}

export function initContainers(pod: Pod): readonly Container[] {
  return pod.spec?.initContainers ?? [];
}

export function containers(pod: Pod): readonly Container[] {
  return pod.spec?.containers ?? [];
}

export function allContainers(pod: Pod): readonly Container[] {
  const first = initContainers(pod);
  return first.length === 0 ? containers(pod) : [...first, ...containers(pod)];
}
