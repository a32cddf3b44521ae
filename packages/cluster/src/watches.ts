import { type ClusterState, eventsAfter, type WatchEvent } from "@kubetick/core";
import type { WatchHandler, WatchOptions } from "./api.ts";
import { frozen } from "./frozen.ts";

interface Watch {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly handler: WatchHandler;
  /** The version of the last change that the handler has seen. */
  seen: number;
}

/**
 * Tells those who watch what has changed, in the order of the changes. A handler may itself change the cluster: what
 * it causes is told after it has returned, to it and to all others.
 */
export class Watches {
  readonly #watches = new Set<Watch>();
  #telling = false;

  add(
    resource: string,
    handler: WatchHandler,
    { namespace, resourceVersion }: WatchOptions,
    state: ClusterState,
  ): () => void {
    const watch: Watch = {
      resource,
      namespace,
      handler,
      seen: resourceVersion === undefined ? state.resourceVersion : Number(resourceVersion),
    };
    this.#watches.add(watch);
    return () => this.#watches.delete(watch);
  }

  /** Tells all that has not been told, until nothing new comes. `current` reads the state anew after each handler. */
  tell(current: () => ClusterState): void {
    if (this.#telling || this.#watches.size === 0) return;
    this.#telling = true;
    try {
      while (this.#tellOnce(current));
    } finally {
      this.#telling = false;
    }
  }

  #tellOnce(current: () => ClusterState): boolean {
    let told = false;
    for (const watch of [...this.#watches]) {
      for (const event of news(watch, current())) {
        told = true;
        watch.handler(frozen(event));
      }
    }
    return told;
  }
}

function news(watch: Watch, state: ClusterState): readonly WatchEvent[] {
  if (watch.seen >= state.resourceVersion) return [];
  const events = eventsAfter(state.log, watch.seen);
  if (events === undefined)
    throw new Error(
      `a watch of ${watch.resource} fell behind: what happened after version ${watch.seen} is no longer kept`,
    );
  watch.seen = state.resourceVersion;
  return events.filter(
    (event) =>
      (watch.resource === "*" || event.resource === watch.resource) &&
      (watch.namespace === undefined || event.object.metadata.namespace === watch.namespace),
  );
}
