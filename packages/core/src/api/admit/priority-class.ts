import type { PriorityClass } from "../../kubernetes/types.ts";
import { type Failure, forbidden } from "../status.ts";
import { SYSTEM_PRIORITY_CLASSES } from "./priority.ts";

const RESOURCE = "priorityclasses.scheduling.k8s.io";

/** One class at most is the default; where it is updated, it may stay so. Source: plugin/pkg/admission/priority/admission.go validatePriorityClass. */
export function admitPriorityClass(
  { globalDefault, metadata: { name } }: PriorityClass,
  current: PriorityClass | undefined,
  isUpdate: boolean,
): Failure | undefined {
  if (globalDefault !== true || current === undefined) return undefined;
  if (isUpdate && current.metadata.name === name) return undefined;
  const why = `PriorityClass ${current.metadata.name} is already marked as default. Only one default can exist`;
  return forbidden({ resource: RESOURCE, name }, why);
}

/** The classes of the system stay. Source: pkg/registry/scheduling/priorityclass/storage/storage.go REST.Delete. */
export function admitPriorityClassDeletion(name: string): Failure | undefined {
  return SYSTEM_PRIORITY_CLASSES.some(({ metadata }) => metadata.name === name)
    ? forbidden({ resource: RESOURCE, name }, "this is a system priority class and cannot be deleted")
    : undefined;
}
