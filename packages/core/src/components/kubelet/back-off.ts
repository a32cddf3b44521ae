import type { Millis } from "../../api/request.ts";

/** One item of a back-off: how long it holds, and when it was last moved on. */
export type BackOff = { readonly delay: Millis; readonly updatedAt: Millis };

export interface BackOffLimits {
  readonly initial: Millis;
  readonly max: Millis;
}

/**
 * The waits before a container that ended is started again: 10 s doubling to 5 min. The gates that would change them
 * do not in v1.37: ReduceDefaultCrashLoopBackOffDecay is off, KubeletCrashLoopBackOffMax is on but sets nothing by itself.
 * Source: pkg/kubelet/kubelet.go newCrashLoopBackOff, pkg/features/kube_features.go.
 */
export const CRASH_LOOP_BACK_OFF: BackOffLimits = { initial: 10_000, max: 300_000 };

/** The waits between two attempts to pull an image. Source: pkg/kubelet/kubelet.go imageBackOffPeriod, MaxImageBackOff. */
export const IMAGE_BACK_OFF: BackOffLimits = { initial: 10_000, max: 300_000 };

/**
 * The back-off moved to its next mark: doubled, or started anew where `eventTime` (when the container ended) is more
 * than twice the maximum after the last mark. Source: client-go/util/flowcontrol/backoff.go Backoff.Next.
 */
export function nextBackOff(entry: BackOff | null, eventTime: Millis, now: Millis, limits: BackOffLimits): BackOff {
  if (entry === null || hasExpired(entry, eventTime, limits)) return { delay: limits.initial, updatedAt: now };
  return { delay: Math.min(entry.delay * 2, limits.max), updatedAt: now };
}

/**
 * Until when an event at `eventTime` is held back; undefined where it is not. The first event never is: there is no
 * entry yet, so the first restart of a container comes at once. Source: backoff.go Backoff.IsInBackOffSince.
 */
export function backOffEnd(entry: BackOff | null, eventTime: Millis, limits: BackOffLimits): Millis | undefined {
  if (entry === null || hasExpired(entry, eventTime, limits)) return undefined;
  return eventTime + entry.delay;
}

function hasExpired(entry: BackOff, eventTime: Millis, { max }: BackOffLimits): boolean {
  return eventTime - entry.updatedAt > 2 * max;
}
