import { type Component, entries, type ResourceName } from "@kubetick/core";
import { remove, set } from "@kubetick/core/pieces";
import { type ComponentValue, type LateInformers, lateKey } from "./values.ts";

const WROTE = "wrote/";

/** Whether a component remembers what it has written, as its cache may not show it yet. */
export function remembersWrites({ state }: ComponentValue): boolean {
  for (const [key] of entries(state.memory, WROTE)) return key.startsWith(WROTE);
  return false;
}

interface Writes {
  readonly uid: string;
  readonly versions: Readonly<Record<ResourceName, number>>;
}

/**
 * What a controller has written and its cache has seen need not be remembered; of what it has not seen, all that counts is
 * that it has not (see `consistency.ts` of the core: a version that is compared with that of a cache, 0 if late).
 */
export function withoutSeenWrites(component: Component, value: ComponentValue, late: LateInformers): ComponentValue {
  let { memory } = value.state;
  for (const [key, item] of [...entries(memory, WROTE)]) {
    if (!key.startsWith(WROTE)) break;
    const { uid, versions } = item as unknown as Writes;
    const unseen = Object.entries(versions).filter(([resource, version]) =>
      late[lateKey(component.name, resource)]?.missed.some(
        ({ object }) => version === 1 || object.metadata.resourceVersion === String(version),
      ),
    );
    const left = Object.fromEntries(unseen.map(([resource]) => [resource, 1]));
    memory = unseen.length === 0 ? remove(memory, key) : set(memory, key, { uid, versions: left });
  }
  return memory === value.state.memory ? value : { ...value, state: { ...value.state, memory } };
}
