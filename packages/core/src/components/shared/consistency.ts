import type { KubeObject, ResourceName } from "../../api/request.ts";
import type { Memory } from "../../machine/component.ts";
import type { ClusterView } from "../../store/view.ts";

/**
 * What a controller has last written for an owner: until its cache has it, a sync would decide on what it knows to be
 * old, so it waits. Kept in the component's memory under the owner's key.
 * Source: pkg/controller/util/consistency/consistency.go (its feature gates are on in v1.37).
 */
interface Writes {
  /** Of the owner: one of the same name that comes later starts anew. */
  readonly uid: string;
  readonly versions: Readonly<Record<ResourceName, number>>;
}

const memoryKey = (owner: string) => `wrote/${owner}`;

/** An object has been written for the owner. */
export function wroteAt(memory: Memory, owner: string, uid: string, resource: ResourceName, object: KubeObject): void {
  const known = memory.get(memoryKey(owner)) as Writes | undefined;
  const versions = known?.uid === uid ? known.versions : {};
  const version = Number(object.metadata.resourceVersion);
  if (Number.isFinite(version) && version > (versions[resource] ?? 0))
    memory.set(memoryKey(owner), { uid, versions: { ...versions, [resource]: version } });
}

/** Forgets the writes for an owner: for the one with this uid, or, without one, for whichever. */
export function forgetWrites(memory: Memory, owner: string, uid?: string): void {
  const known = memory.get(memoryKey(owner)) as Writes | undefined;
  if (known !== undefined && (uid === undefined || known.uid === uid)) memory.delete(memoryKey(owner));
}

/** Nothing, if the cache has all that was written for the owner; otherwise the error with which the sync ends. */
export function staleness(memory: Memory, owner: string, view: ClusterView): string | undefined {
  const known = memory.get(memoryKey(owner)) as Writes | undefined;
  if (known === undefined) return undefined;
  for (const [resource, wrote] of Object.entries(known.versions)) {
    const read = view.resourceVersion(resource);
    if (wrote > read)
      return `read version: ${read} is not as new as written version: ${wrote} for group resource ${resource}`;
  }
  memory.delete(memoryKey(owner));
  return undefined;
}
