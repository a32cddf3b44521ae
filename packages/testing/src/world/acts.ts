import type { ApiRequest, ClusterState } from "@kubetick/core";
import type { ActChoice } from "./choice.ts";
import type { System } from "./system.ts";
import type { World } from "./world.ts";

/** Something that somebody may do. */
export interface Act {
  /** The ways in which it can be done in this state; one without requests makes no sense. */
  variants(state: ClusterState): readonly ActVariant[];
  /** In words. */
  describe(state: ClusterState, on: string | undefined): string;
  /** How often in one run. */
  readonly times: number;
}

export interface ActVariant {
  /** Which node or pod it is done to, where it may be any. */
  readonly on: string | undefined;
  readonly requests: readonly ApiRequest[];
}

/** What people may do in a world, and what a world is after it. */
export class Acts {
  readonly #system: System;
  readonly #acts: readonly Act[];
  readonly #known = new Map<string, readonly ActVariant[]>();

  constructor(system: System, acts: readonly Act[]) {
    this.#system = system;
    this.#acts = acts;
  }

  /** Forgets all that has been found out. */
  forget(): void {
    this.#known.clear();
  }

  choices(world: World): ActChoice[] {
    const { actions } = this.#system.surroundingsOf(world);
    return actions.flatMap((left, action): ActChoice[] =>
      left <= 0
        ? []
        : this.#variants(world, action)
            .filter(({ requests }) => requests.length > 0)
            .map(({ on }) => (on === undefined ? { do: "act", action } : { do: "act", action, on })),
    );
  }

  requestsOf(world: World, { action, on }: ActChoice): readonly ApiRequest[] {
    return this.#variants(world, action).find((variant) => variant.on === on)?.requests ?? [];
  }

  taken(world: World, choice: ActChoice): World {
    const { action } = choice;
    const taken = this.#system.withNamedSurroundings(world, `acted ${action}`, ({ actions }) => ({
      actions: actions.with(action, (actions[action] as number) - 1),
    }));
    return this.requestsOf(world, choice).reduce(
      (current, request) => this.#system.request(current, request).world,
      taken,
    );
  }

  #variants(world: World, action: number): readonly ActVariant[] {
    const name = `${action} ${this.#system.tablesOf(world)}`;
    let variants = this.#known.get(name);
    if (variants === undefined) {
      variants = (this.#acts[action] as Act).variants(this.#system.clusterState(world));
      this.#known.set(name, variants);
    }
    return variants;
  }
}
