import {
  type ClusterState,
  eventsAfter,
  failures,
  type KubeObject,
  type Millis,
  viewOf,
  type WatchEvent,
} from "@kubetick/core";
import { inVersion } from "../http/versions.ts";
import type { WatchRequest } from "./request.ts";

/** What a watch tells. */
export interface WatchNews {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: object;
}

/** How often a watch says how far it has come. Source: storage/cacher/cacher.go defaultBookmarkFrequency. */
const BOOKMARK_INTERVAL: Millis = 60_000;

const INITIAL_EVENTS_END = { "k8s.io/initial-events-end": "true" };

/**
 * A watch that is open on the server: what it has to tell and has not told yet. It looks at the cluster when it is
 * asked; what changed meanwhile is in the cluster's log.
 */
export class WatchSession {
  readonly request: WatchRequest;
  readonly deadline: Millis;
  readonly #news: WatchNews[] = [];
  #seen: number;
  #nextBookmark: Millis;
  #ended = false;

  constructor(request: WatchRequest, state: ClusterState) {
    this.request = request;
    this.deadline = state.now + request.timeout;
    this.#nextBookmark = state.now + BOOKMARK_INTERVAL;
    this.#seen = Math.min(request.after ?? state.resourceVersion, laterOf(request.after, state));
    if (request.after === undefined) this.#tellAll(state);
    this.look(state);
  }

  /** What has not been told yet, oldest first, as far as `look` has seen it. */
  get news(): readonly WatchNews[] {
    return this.#news;
  }

  /** No news will come, beside those that there are. */
  get ended(): boolean {
    return this.#ended;
  }

  /** When time alone has something to tell. */
  get nextDue(): Millis {
    return this.request.bookmarks ? Math.min(this.deadline, this.#nextBookmark) : this.deadline;
  }

  /** Takes so many of the news away, the oldest first; all by default. */
  take(count = Number.POSITIVE_INFINITY): readonly WatchNews[] {
    return this.#news.splice(0, Math.min(count, this.#news.length));
  }

  /** The server ends the watch: because its time is over, or as it pleases. */
  end(): void {
    this.#ended = true;
  }

  /** Sees what has changed. */
  look(state: ClusterState): void {
    if (this.#ended) return;
    this.#seeChanges(state);
    this.#seeTime(state);
  }

  #seeChanges(state: ClusterState): void {
    if (this.#seen >= state.resourceVersion) return;
    const events = eventsAfter(state.log, this.#seen);
    if (events === undefined) return this.#expire(state);
    for (const event of events) {
      const news = event.resource === this.request.resource.resource ? this.#newsOf(event) : undefined;
      if (news !== undefined) this.#news.push(news);
    }
    this.#seen = state.resourceVersion;
  }

  /** Source: storage/cacher/watch_cache.go getAllEventsSinceLocked. */
  #expire(state: ClusterState): void {
    this.#news.push({ type: "ERROR", object: failures.tooOldResourceVersion(this.#seen, state.log.since + 1) });
    this.#ended = true;
  }

  #seeTime(state: ClusterState): void {
    if (state.now >= this.deadline) this.#ended = true;
    else if (this.request.bookmarks && state.now >= this.#nextBookmark) {
      this.#nextBookmark = state.now + BOOKMARK_INTERVAL;
      this.#news.push(this.#bookmark(state));
    }
  }

  #tellAll(state: ClusterState): void {
    const { resource, namespace, matches } = this.request;
    for (const object of viewOf(state.tables).list(resource.resource, namespace))
      if (matches(object)) this.#news.push({ type: "ADDED", object: this.#told(object) });
    if (this.request.marksInitialEvents) this.#news.push(this.#bookmark(state, INITIAL_EVENTS_END));
  }

  /**
   * To whoever looks at a selection, an object comes into being when it comes into the selection, and goes when it leaves
   * it: as it last was there, under the version of the change. Source: storage/cacher/cache_watcher.go convertToWatchEvent.
   */
  #newsOf({ type, object, old }: WatchEvent): WatchNews | undefined {
    const { matches } = this.request;
    const is = type !== "DELETED" && matches(object);
    const was = old !== undefined && matches(old);
    if (is) return { type: was ? "MODIFIED" : "ADDED", object: this.#told(object) };
    if (!was) return undefined;
    const { resourceVersion } = object.metadata;
    return { type: "DELETED", object: this.#told({ ...old, metadata: { ...old.metadata, resourceVersion } }) };
  }

  #told(object: KubeObject): object {
    return inVersion(object, this.request.resource, this.request.version);
  }

  #bookmark({ resourceVersion }: ClusterState, annotations?: object): WatchNews {
    const { group, kind } = this.request.resource;
    const apiVersion = group === "" ? this.request.version : `${group}/${this.request.version}`;
    const metadata = { resourceVersion: String(resourceVersion), ...(annotations ? { annotations } : {}) };
    return { type: "BOOKMARK", object: { kind, apiVersion, metadata } };
  }
}

/** A version that is still to come is waited for; no version at all is the present one. */
function laterOf(after: number | undefined, { resourceVersion }: ClusterState): number {
  return after === Number.POSITIVE_INFINITY ? resourceVersion : Number.POSITIVE_INFINITY;
}

/** News as a line of the stream. */
export function lineOf(news: WatchNews): string {
  return `${JSON.stringify(news)}\n`;
}
