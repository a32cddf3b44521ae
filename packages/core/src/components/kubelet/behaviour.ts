import type { Millis } from "../../api/request.ts";

/**
 * How containers of an image behave. No image is run: this is all there is of it. Every field may be left out; what is
 * missing is that of `DEFAULT_BEHAVIOUR`. Times are in virtual milliseconds.
 */
export type Behaviour = {
  /** How long a pull takes on a node that has not got the image. */
  readonly pullTime?: Millis;
  /** What the runtime says when a pull fails. With it, every pull fails (after `pullTime`). */
  readonly pullError?: string;
  /** In bytes: for the event that a pull ends with, and the node's list of images. */
  readonly imageSize?: number;
  /** From the start of a container's creation to its running. */
  readonly startTime?: Millis;
  /**
   * How a run ends by itself: one for all runs, or one for each, the last of them for all that follow. Left out: it never
   * does, but for an init container, which ends well at once.
   */
  readonly exits?: Exit | readonly Exit[];
  /** What each kind of probe finds, if the container has such a probe. Left out: success. */
  readonly readiness?: ProbeResults;
  readonly liveness?: ProbeResults;
  readonly startup?: ProbeResults;
  /** From SIGTERM to the end of the container. */
  readonly stopTime?: Millis;
  /** The exit code after SIGTERM. */
  readonly stopCode?: number;
};

/** The end of a run, `after` its start. A run with `after` left out does not end. */
export type Exit = {
  readonly after?: Millis;
  /** Default: 0. */
  readonly code?: number;
  /** Default: `Completed` for code 0, otherwise `Error`. Such as `OOMKilled`. */
  readonly reason?: string;
  /** The container's termination message. */
  readonly message?: string;
};

/** What a probe finds: always the same, or from some time after the container's start on. Before the first: success. */
export type ProbeResults = boolean | readonly ProbeResult[];
export type ProbeResult = { readonly from: Millis; readonly ok: boolean; readonly output?: string };

/** What an image does of which nothing else is said. */
export const DEFAULT_BEHAVIOUR = {
  pullTime: 1500,
  imageSize: 50_000_000,
  startTime: 0,
  stopTime: 500,
  stopCode: 0,
} as const satisfies Behaviour;

/** Runs for ever (and as an init container: does its work at once). */
export function runs(): Behaviour {
  return {};
}

/** Ends by itself with an error after each start, and so falls into the crash back-off. */
export function crashes(options: {
  readonly after: Millis;
  readonly code?: number;
  readonly reason?: string;
}): Behaviour {
  return { exits: { code: 1, ...options } };
}

/** Ends by itself and well, `after` its start. */
export function completes(options: { readonly after: Millis }): Behaviour {
  return { exits: { ...options, code: 0 } };
}

/** Is killed by the kernel for want of memory, `after` its start. */
export function runsOutOfMemory(options: { readonly after: Millis }): Behaviour {
  return { exits: { ...options, code: 137, reason: "OOMKilled" } };
}

export function slowPull(pullTime: Millis): Behaviour {
  return { pullTime };
}

/** Cannot be pulled. The message's default is containerd's, for an image that the registry has not got. */
export function failsPull(pullError?: string): Behaviour {
  return { pullError: pullError ?? IMAGE_NOT_FOUND };
}

/** `$IMAGE` stands for the image's name. */
export const IMAGE_NOT_FOUND =
  'rpc error: code = NotFound desc = failed to pull and unpack image "$IMAGE": failed to resolve reference "$IMAGE": $IMAGE: not found';

/** Fails its readiness probe for good. */
export function neverReady(): Behaviour {
  return { readiness: false };
}

/** Passes its readiness probe only from some time after its start on. */
export function readyAfter(delay: Millis): Behaviour {
  return {
    readiness: [
      { from: 0, ok: false },
      { from: delay, ok: true },
    ],
  };
}

/** Passes its liveness probe until some time after its start, so that the kubelet restarts it. */
export function livenessFails(options: { readonly after: Millis }): Behaviour {
  return { liveness: [{ from: options.after, ok: false }] };
}

/** Needs its time to stop, or more than its grace period. */
export function slowStop(stopTime: Millis): Behaviour {
  return { stopTime };
}

/**
 * fluentd as its image starts it where there is no Elasticsearch: it gives up after some eleven seconds. All numbers of
 * the tutorial follow from this one.
 */
export const FLUENTD_WITHOUT_ELASTICSEARCH: Behaviour = crashes({ after: 11_000 });
