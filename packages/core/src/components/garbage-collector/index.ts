import type { Component, Key, Reconcile, Sync } from "../../machine/component.ts";
import { collect } from "./collect.ts";
import { onEvent } from "./events.ts";
import { parseKey } from "./keys.ts";
import { orphanDependents, reportReferences } from "./orphan.ts";
import { collectable } from "./resources.ts";

function reconcile(queued: Key, sync: Sync): Reconcile {
  const { task, resource, key } = parseKey(queued);
  const object = sync.view.get(resource, key);
  const item = object === undefined ? undefined : { resource, key, object };
  return perform(task, item, sync);
}

function* perform(
  task: ReturnType<typeof parseKey>["task"],
  item: Parameters<typeof collect>[0] | undefined,
  sync: Sync,
): Reconcile {
  if (item === undefined) return;
  if (task === "orphan") return yield* orphanDependents(item, sync);
  if (task === "announce") return yield* reportReferences(item, sync);
  return yield* collect(item, sync);
}

/** Deletes what has lost its owners, and carries out foreground and orphaning deletion. Source: pkg/controller/garbagecollector. */
export const garbageCollector: Component = { name: "garbage-collector", watches: collectable, onEvent, reconcile };
