import type { ObjectKey } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Key } from "../../machine/component.ts";
import { priorityOf } from "./nominated.ts";

const MOST = 2_147_483_647;

/**
 * The key of a pod in the scheduler's queue, so that the order of the keys is the order of scheduling: higher priority
 * first, then by name. (The real queue goes by the time of arrival among equals.) A pod without priority has its plain
 * `namespace/name`; `!` sorts before and `~` after any of these.
 * Source: plugins/queuesort/priority_sort.go Less.
 */
export function queueKey(key: ObjectKey, pod: Pod): Key {
  const priority = priorityOf(pod);
  if (priority === 0) return key;
  return `${priority > 0 ? "!" : "~"}${String(MOST - priority).padStart(10, "0")} ${key}`;
}

/** The pod's `namespace/name`. */
export function podKeyOf(key: Key): ObjectKey {
  return key.slice(key.indexOf(" ") + 1);
}
