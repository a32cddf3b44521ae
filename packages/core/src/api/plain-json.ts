import type { Json, JsonObject } from "../kubernetes/types.ts";
import { byteLength } from "./go-text.ts";
import { type Draft, put } from "./patch/json-map.ts";

/** How deep values may be nested. The real server's decoder allows 10,000; our functions are recursive. */
export const MAX_DEPTH = 500;

/** How long a body may be, in bytes of JSON. Source: staging/src/k8s.io/apiserver/pkg/server/config.go MaxRequestBodyBytes. */
export const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** Says what about a value is no JSON, or too much of it. Thrown and caught within the API. */
export class NotPlain extends Error {
  readonly tooLarge: boolean;

  constructor(message: string, tooLarge = false) {
    super(message);
    this.tooLarge = tooLarge;
  }
}

/**
 * A copy of a value of JavaScript's as frozen JSON, as JSON.stringify would write it; but where that would lose something
 * without a word (a function, NaN, a Map), or would not end (a cycle), it throws `NotPlain`.
 *
 * What comes from outside is copied so that nobody can change it behind the cluster's back.
 */
export function plainJson(value: unknown): Json {
  return new Copier().copy(value);
}

class Copier {
  private bytes = 0;
  /** The keys that lead to where the copier is. */
  private readonly path: (string | number)[] = [];

  copy(value: unknown): Json {
    switch (typeof value) {
      case "string":
        this.count(byteLength(value) + 2);
        return value;
      case "boolean":
        this.count(5);
        return value;
      case "number":
        if (!Number.isFinite(value)) throw this.notJson(String(value));
        this.count(String(value).length);
        return value === 0 ? 0 : value;
      case "object":
        return value === null ? this.none() : this.object(value);
      case "undefined":
        return this.none();
      default:
        throw this.notJson(`a ${typeof value}`);
    }
  }

  private none(): null {
    this.count(4);
    return null;
  }

  private object(value: object): Json {
    if (this.path.length >= MAX_DEPTH) throw new NotPlain(`the body is nested deeper than ${MAX_DEPTH} levels`);
    if (value instanceof Map || value instanceof Set) throw this.notJson(`a ${value.constructor.name}`);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function") return this.below("toJSON()", toJSON.call(value));
    return Array.isArray(value) ? this.list(value) : this.fields(value as Readonly<Record<string, unknown>>);
  }

  private list(value: readonly unknown[]): Json {
    // A list may be long by its length alone: that counts before it is walked.
    this.count(value.length * 2 + 2);
    const items: Json[] = [];
    for (let at = 0; at < value.length; at++) items.push(this.below(at, value[at]));
    return Object.freeze(items);
  }

  private fields(value: Readonly<Record<string, unknown>>): Json {
    this.count(2);
    const copy: Draft = {};
    for (const key of Object.keys(value)) {
      const field = value[key];
      if (field === undefined) continue;
      this.count(byteLength(key) + 4);
      put(copy, key, this.below(key, field));
    }
    return Object.freeze(copy) as JsonObject;
  }

  private below(key: string | number, value: unknown): Json {
    this.path.push(key);
    const copied = this.copy(value);
    this.path.pop();
    return copied;
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MAX_BODY_BYTES) throw new NotPlain(`limit is ${MAX_BODY_BYTES}`, true);
  }

  private notJson(found: string): NotPlain {
    const keys = this.path.filter((key) => key !== "toJSON()");
    const place = keys
      .map((key, at) => (typeof key === "number" ? `[${key}]` : `${at === 0 ? "" : "."}${key}`))
      .join("");
    return new NotPlain(`${place === "" ? "the body" : place} is ${found}, which JSON does not have`);
  }
}

/** Whether a value is nested deeper than so many levels; it looks no deeper than that. */
export function isDeeperThan(value: Json | undefined, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels <= 0) return true;
  for (const part of Object.values(value)) if (isDeeperThan(part, levels - 1)) return true;
  return false;
}
