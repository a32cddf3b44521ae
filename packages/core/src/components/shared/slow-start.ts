import type { ApiRequest, ApiResponse } from "../../api/request.ts";

/** What came of a slow start. */
export interface SlowStart {
  /** The errors of those that failed, in order. */
  readonly errors: readonly string[];
  /** How many were not tried after a failure. */
  readonly skipped: number;
}

/**
 * Does something `count` times, in batches of 1, 2, 4, 8 …: if one fails, its batch is finished and the rest is not
 * tried, so that what cannot succeed (a quota) is not tried many times. `attempt` returns an error, or nothing.
 * Source: pkg/controller/controller_utils.go SlowStartInitialBatchSize; pkg/controller/daemon/daemon_controller.go syncNodes.
 */
export function* slowStart(
  count: number,
  attempt: (index: number) => Generator<ApiRequest, string | undefined, ApiResponse>,
): Generator<ApiRequest, SlowStart, ApiResponse> {
  const errors: string[] = [];
  let done = 0;
  for (let batch = 1; done < count && errors.length === 0; batch *= 2) {
    const end = Math.min(count, done + batch);
    for (; done < end; done++) {
      const error = yield* attempt(done);
      if (error !== undefined) errors.push(error);
    }
  }
  return { errors, skipped: count - done };
}
