import type { ClusterState, ComponentState } from "@kubetick/core";
import { formatHash } from "@kubetick/core/pieces";
import { Layout } from "./layout.ts";
import type { Part } from "./part.ts";
import { asRead } from "./seen.ts";
import { hashSync } from "./values.ts";
import type { World } from "./world.ts";

/** Worlds as those see them who look at the state of a cluster. */
export class Observing extends Layout {
  readonly #syncs = new Map<string, ComponentState["sync"]>();

  override forget(kept: Iterable<Part>): void {
    super.forget(kept);
    this.#syncs.clear();
  }

  /** The world as the state of a cluster. */
  clusterState(world: World): ClusterState {
    return this.#stateWith(world, () => true);
  }

  /** The same, but with the caches of some components only. */
  observedState(world: World, observed: readonly string[]): ClusterState {
    return world.state(() => this.#stateWith(world, (name) => observed.includes(name)));
  }

  #stateWith(world: World, hasCache: (component: string) => boolean): ClusterState {
    const components: Record<string, ComponentState> = {};
    for (const [index, { component }] of this.readers.entries())
      components[component.name] = hasCache(component.name)
        ? { ...this.componentState(world, index), sync: this.#syncAsRead(world, index) }
        : this.#withoutCache(world, index);
    return this.clusterStateWith(world, components);
  }

  #withoutCache(world: World, index: number): ComponentState {
    const { memo, value } = this.partOf(world, index);
    let state = memo.get("without cache") as ComponentState | undefined;
    if (state === undefined) {
      state = Object.assign({ cache: {} }, value.state, { sync: this.#syncAsRead(world, index) });
      memo.set("without cache", state);
    }
    return state;
  }

  /** The sync in flight as one may look at it: equal ones are the same. */
  #syncAsRead(world: World, index: number): ComponentState["sync"] {
    const { value, memo } = this.partOf(world, index);
    const { sync } = value.state;
    if (sync === null) return null;
    const known = memo.get("as read") as ComponentState["sync"] | undefined;
    if (known !== undefined) return known;
    const name = `${index} ${formatHash(hashSync(sync, value.reads))}`;
    const found = this.#syncs.get(name) ?? asRead(sync, value.reads);
    this.#syncs.set(name, found);
    memo.set("as read", found);
    return found;
  }
}
