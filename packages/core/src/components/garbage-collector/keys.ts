import type { ObjectKey, ResourceName } from "../../api/request.ts";
import type { Key } from "../../machine/component.ts";

/** What is to be done with an object: `delete` it if nobody owns it any more, `orphan` its dependents, or `report` a bad reference. */
export type Task = "delete" | "orphan" | "announce";

export function taskKey(task: Task, resource: ResourceName, key: ObjectKey): Key {
  return `${task} ${resource} ${key}`;
}

export function parseKey(key: Key): { task: Task; resource: ResourceName; key: ObjectKey } {
  const [task, resource = "", object = ""] = key.split(" ");
  return { task: task as Task, resource, key: object };
}
