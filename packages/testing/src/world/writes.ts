import { type Component, entries, type ResourceName } from "@kubetick/core";
import { remove, set } from "@kubetick/core/pieces";
import { type ComponentValue, type Late, type LateInformers, lateKey } from "./values.ts";

const WROTE = "wrote/";

/** Whether a component remembers what it has written, as its cache may not show it yet. */
export function remembersWrites({ state }: ComponentValue): boolean {
  for (const [key] of entries(state.memory, WROTE)) return key.startsWith(WROTE);
  return false;
}

interface Writes {
  readonly uid: string;
  /** Of each resource: the version that was written last, or, as a fraction, the place of that change among those missed. */
  readonly versions: Readonly<Record<ResourceName, number>>;
}

/** More changes than an informer ever misses: versions are whole numbers, and places divided by it are none. */
const MOST_MISSED = 2 ** 20;

/**
 * What a controller has written and its cache has seen need not be remembered; of what it has not seen, all that counts is how many
 * changes its informer has to hear of until it has. (`consistency.ts` of the core compares a version with that of a cache, 0 if late.)
 * `heard`: of a change of this resource it has just heard.
 */
export function withoutSeenWrites(
  { name }: Component,
  value: ComponentValue,
  late: LateInformers,
  heard: ResourceName | undefined,
): ComponentValue {
  let { memory } = value.state;
  for (const [key, item] of [...entries(memory, WROTE)]) {
    if (!key.startsWith(WROTE)) break;
    const { uid, versions } = item as unknown as Writes;
    const unseen = Object.entries(versions).flatMap(([resource, version]) => {
      const place = placeOf(version, late[lateKey(name, resource)], resource === heard);
      return place === 0 ? [] : [[resource, place / MOST_MISSED] as const];
    });
    memory =
      unseen.length === 0 ? remove(memory, key) : set(memory, key, { uid, versions: Object.fromEntries(unseen) });
  }
  return memory === value.state.memory ? value : { ...value, state: { ...value.state, memory } };
}

/** The place of a written version among the changes that an informer has missed, from 1 on; 0: it has seen it. */
function placeOf(version: number, late: Late | undefined, isHeard: boolean): number {
  if (late === undefined) return 0;
  if (version < 1) return version * MOST_MISSED - (isHeard ? 1 : 0);
  return 1 + late.missed.findLastIndex(({ object }) => object.metadata.resourceVersion === String(version));
}
