import type { Millis } from "../../api/request.ts";
import type { BackOff } from "./back-off.ts";

/**
 * What runs on the machines: the part of the kubelets' memory that a real node has in its container runtime. Of a pod
 * it is kept under its uid, of a node under its name.
 */
export type NodeRuntime = {
  readonly uid: string;
  /** How often the machine has been started. A pod that was started under another number has lost its containers. */
  readonly boots: number;
  readonly power: "On" | "Booting" | "Off";
  /** When the kubelet is up again. */
  readonly upAt: Millis;
  /** The keys of the mirror pods that this kubelet keeps in the API. */
  readonly mirrors: readonly string[];
  /** Whether the node was cordoned when the kubelet last looked. */
  readonly unschedulable: boolean;
};

export type PodRuntime = {
  readonly uid: string;
  readonly node: string;
  boots: number;
  sandbox: Sandbox | null;
  /** By the container's name; init containers too. */
  readonly containers: Record<string, ContainerRuntime>;
  /** Set when the pod is to stop: no container is started again. */
  stopping: Stopping | null;
  /** All containers have stopped, and the API knows: nothing is left but to wait for the deletion. */
  finished: boolean;
  /** The status last sent, as far as others may not change it: `PHASE READY`. */
  sent: string;
};

/** The pod's network: containers start in it once it is ready. */
export type Sandbox = {
  readonly attempt: number;
  /** When it is ready; negative where it is gone. */
  readonly readyAt: Millis;
  ready: boolean;
  /** A container has started in it: the init containers are done. */
  initialized: boolean;
};

export type Stopping = {
  readonly since: Millis;
  /** How long containers may take to stop, in seconds. */
  readonly gracePeriodSeconds: number;
  /** Why, where it is not the API that asks for it: what `status.reason` and `status.message` become. */
  readonly reason: string | null;
  readonly message: string | null;
};

export type Waiting = { readonly reason: string; readonly message: string };

export type ContainerRuntime = {
  /** How many runs there have been. */
  attempts: number;
  /** The run under way or, if it has ended, the last one. */
  run: Run | null;
  /** The run before that. */
  last: Run | null;
  /** What is being done to get it to run, and until when. */
  step: "pull" | "create" | null;
  until: Millis;
  /** When the step began. */
  since: Millis;
  /** Why it does not run, if something went wrong. */
  waiting: Waiting | null;
  /** Why it will be said not to run, and from when on: see `runtime/hold.ts`. */
  untold: (Waiting & { readonly at: Millis }) | null;
  crashBackOff: BackOff | null;
  pullBackOff: BackOff | null;
  /** What the last failed pull said. */
  pullError: string | null;
};

export type Run = {
  readonly attempt: number;
  readonly image: string;
  readonly startedAt: Millis;
  /** When the kubelet last looked at it: what happened up to then has been told. */
  observedAt: Millis;
  /** When it has been told to stop: when it does, and with what. */
  kill: Kill | null;
  exit: RunExit | null;
};

export type Kill = { readonly at: Millis; readonly code: number; readonly reason: string };
export type RunExit = { readonly at: Millis; readonly code: number; readonly reason: string; readonly message: string };

export const podKey = (uid: string): string => `pod/${uid}`;
export const nodeKey = (name: string): string => `node/${name}`;
export const imageKey = (node: string, image: string): string => `image/${node}/${image}`;

export function newPodRuntime(uid: string, node: string, boots: number): PodRuntime {
  return { uid, node, boots, sandbox: null, containers: {}, stopping: null, finished: false, sent: "" };
}

export function newContainerRuntime(): ContainerRuntime {
  return {
    attempts: 0,
    run: null,
    last: null,
    step: null,
    until: 0,
    since: 0,
    waiting: null,
    untold: null,
    crashBackOff: null,
    pullBackOff: null,
    pullError: null,
  };
}

/** A copy that a sync may change: what memory holds is never changed in place. */
export function copyPodRuntime(runtime: PodRuntime): PodRuntime {
  const containers: Record<string, ContainerRuntime> = {};
  for (const name of Object.keys(runtime.containers)) {
    const container = runtime.containers[name] as ContainerRuntime;
    containers[name] = { ...container, run: container.run === null ? null : { ...container.run } };
  }
  return { ...runtime, sandbox: runtime.sandbox === null ? null : { ...runtime.sandbox }, containers };
}

/** The container's runtime, made if it is not there. Names of containers are DNS labels: none is special to JavaScript. */
export function containerRuntime(runtime: PodRuntime, name: string): ContainerRuntime {
  if (!Object.hasOwn(runtime.containers, name)) runtime.containers[name] = newContainerRuntime();
  return runtime.containers[name] as ContainerRuntime;
}

export function isRunning(container: ContainerRuntime | undefined): boolean {
  return container?.run != null && container.run.exit === null;
}
