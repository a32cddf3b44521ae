import { type ClusterState, eventsAfter, hashState } from "@kubetick/core";
import { formatHash, hashJson } from "@kubetick/core/pieces";
import type { Stage } from "./stage.ts";

/**
 * Names all that the rest of a run depends on: the cluster, and all that the clients have ever been told. A client's
 * promises cannot be looked into, but what they do follows from that.
 */
export function keyOf({ state, hasWaited, actionsLeft, faultsLeft, clients }: Stage): string {
  return JSON.stringify([
    hashState(state),
    undelivered(state),
    hasWaited,
    actionsLeft,
    [...faultsLeft.values()],
    clients.map((hosted) => hosted.key()),
  ]);
}

/** What the components have not heard yet, which is in the log and not in the state's hash. */
function undelivered({ components, tables, log }: ClusterState): string {
  let least = Number.POSITIVE_INFINITY;
  for (const name in components) {
    const cache = components[name]?.cache ?? {};
    for (const resource in cache)
      if (cache[resource] !== tables[resource])
        least = Math.min(least, cache[resource]?.resourceVersion ?? Number.POSITIVE_INFINITY);
  }
  if (least === Number.POSITIVE_INFINITY) return "";
  const events = eventsAfter(log, least);
  return formatHash(hashJson(events?.map(({ type, key, resourceVersion }) => [type, key, resourceVersion]) ?? null));
}
