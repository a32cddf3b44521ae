import { type ClusterState, entries, formatTime, type Millis, nextTimer } from "@kubetick/core";

/** Whether something is under way that `settle` waits for: a timer of the kind `progress` that is due at or before `until`. */
export function isMoving(state: ClusterState, until: Millis): boolean {
  return Object.values(state.components).some(
    ({ timers }) => timers.progress > 0 && progressDue(timers.queue) <= until,
  );
}

function progressDue(queue: ClusterState["components"][string]["timers"]["queue"]): Millis {
  for (const [, timer] of entries(queue)) if (timer.kind !== "background") return timer.due;
  return Number.POSITIVE_INFINITY;
}

/** What has not come to rest, for people: one line for each component. */
export function describeMoving(state: ClusterState): string {
  const lines = Object.entries(state.components).flatMap(([name, { sync, queue, timers }]) => {
    const keys = Array.from(entries(queue), ([key]) => key);
    const next = nextTimer(timers);
    return [
      ...(sync
        ? [
            `${name} is in the middle of ${sync.key}: ${sync.pending.verb} ${sync.pending.resource} ${sync.pending.name ?? ""}`.trimEnd(),
          ]
        : []),
      ...(keys.length > 0 ? [`${name} has in its queue: ${some(keys)}`] : []),
      ...(timers.progress > 0 && next ? [`${name} comes back to ${next.key} at ${formatTime(next.due)}`] : []),
    ];
  });
  return lines.map((line) => `  ${line}`).join("\n");
}

function some(keys: readonly string[]): string {
  return keys.length <= 3 ? keys.join(", ") : `${keys.slice(0, 3).join(", ")} and ${keys.length - 3} more`;
}
