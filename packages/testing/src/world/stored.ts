import type { KubeObject, WatchEvent } from "@kubetick/core";
import { type Hash, hashJson } from "@kubetick/core/pieces";
import { ByHash } from "./by-hash.ts";

/**
 * Objects as a world stores them: with a resource version that follows from the object alone. So it does not matter in
 * which order objects were written, and an object that comes to be what it once was has the version it once had: the one
 * difference from a real server, where that would be another version.
 */
export class Stored {
  readonly #known = new ByHash<KubeObject>();
  readonly #versions = new Map<string, KubeObject>();

  /** The object that has this version; undefined if none has had it. */
  withVersion(version: string): KubeObject | undefined {
    return this.#versions.get(version);
  }

  /** Whether an object is as it was when it was given its version. */
  isAsStored(object: KubeObject): boolean {
    return String(versionOf(hashJson(unversioned(object)))) === object.metadata.resourceVersion;
  }

  of(object: KubeObject): KubeObject {
    const plain = unversioned(object);
    const hash = hashJson(plain);
    const known = this.#known.get(hash);
    if (known !== undefined) return known;
    const resourceVersion = String(versionOf(hash));
    const stored = { ...plain, metadata: { ...plain.metadata, resourceVersion } };
    this.#versions.set(resourceVersion, stored);
    return this.#known.add(hash, stored);
  }

  /** The answer to a write, with the object as it is stored. */
  body(body: unknown): unknown {
    return isObject(body) ? this.of(body) : body;
  }

  event(event: WatchEvent, old: KubeObject | undefined): WatchEvent {
    const { type, resource, key } = event;
    const object = this.of(event.object);
    return old === undefined
      ? { type, resource, key, resourceVersion: NEWEST, object }
      : { type, resource, key, resourceVersion: NEWEST, object, old };
  }
}

/** The version of a table that is up to date: newer than all that was ever written. */
export const NEWEST = Number.MAX_SAFE_INTEGER;

function unversioned(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: "" } };
}

function versionOf({ high, low }: Hash): number {
  return 1 + (high & 0xfffff) * 2 ** 32 + low;
}

function isObject(body: unknown): body is KubeObject {
  const metadata = (body as Partial<KubeObject> | null)?.metadata;
  return typeof metadata === "object" && metadata.uid !== undefined && metadata.resourceVersion !== undefined;
}
