import type { Millis } from "../../api/request.ts";
import type { Event } from "../../kubernetes/types.ts";
import type { Component, Key, Reconcile, Sync } from "../../machine/component.ts";
import { firstWhere, summariser } from "../../store/summary.ts";
import { formatTime, parseTime } from "../../time.ts";

/** Source: pkg/controlplane/apiserver/options/options.go EventTTL. */
const TTL: Millis = 3_600_000;
/** etcd's leases are shared: events expire up to a minute late. Source: apiserver/pkg/storage/etcd3/lease_manager.go. */
const LEASE_REUSE: Millis = 60_000;
/** So many go in one sync. */
const BATCH = 100;
const KEY: Key = "expire";

/** When an event was last written, as far as it tells: a write starts its time anew. */
function writtenAt({ metadata, lastTimestamp, series }: Event): string {
  const times = [metadata.creationTimestamp, lastTimestamp, series?.lastObservedTime].map((time) =>
    (time ?? "").slice(0, 19),
  );
  return times.reduce((latest, time) => (time > latest ? time : latest), "");
}

/** The time of the event that expires first: O(log n) after a change. */
const earliest = summariser<Event, string>({ empty: "~", of: writtenAt, combine: (a, b) => (a < b ? a : b) });

function expiry(written: string): Millis {
  return Math.ceil((parseTime(`${written}Z`) + TTL) / LEASE_REUSE) * LEASE_REUSE;
}

function* expire(sync: Sync): Reconcile {
  const first = expiry(earliest(sync.view.tree<Event>("events")));
  if (Number.isNaN(first)) return;
  if (first > sync.now) return { requeueAfter: first - sync.now, timer: "background" };
  const before = formatTime(sync.now - TTL).slice(0, 19);
  const expired = firstWhere(sync.view.tree<Event>("events"), BATCH, earliest, (written) => written <= before);
  for (const { metadata } of expired)
    yield { verb: "delete", resource: "events", namespace: metadata.namespace ?? "default", name: metadata.name };
  return { requeueAfter: 0 };
}

/** Lets events expire an hour after they were last written, with one timer for all of them. Stands for etcd's leases. The rules: RULES.md. */
export const eventTtl: Component = {
  name: "event-ttl",
  watches: ["events"],
  onEvent: ({ type }, handler) => {
    if (type === "ADDED") handler.enqueueAfter(KEY, TTL, "background");
  },
  reconcile: (_key, sync) => expire(sync),
};
