import type { Json } from "../kubernetes/types.ts";
import { byteLength } from "./go-text.ts";

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
  return new Copier().copy(value, "", 0);
}

class Copier {
  private bytes = 0;

  copy(value: unknown, path: string, depth: number): Json {
    switch (typeof value) {
      case "string":
        this.count(byteLength(value) + 2);
        return value;
      case "boolean":
        this.count(5);
        return value;
      case "number":
        if (!Number.isFinite(value)) throw new NotPlain(`${where(path)} is ${value}, which JSON does not have`);
        this.count(String(value).length);
        return value === 0 ? 0 : value;
      case "object":
        return value === null ? this.none() : this.object(value, path, depth);
      case "undefined":
        return this.none();
      default:
        throw new NotPlain(`${where(path)} is a ${typeof value}, which JSON does not have`);
    }
  }

  private none(): null {
    this.count(4);
    return null;
  }

  private object(value: object, path: string, depth: number): Json {
    if (depth >= MAX_DEPTH) throw new NotPlain(`the body is nested deeper than ${MAX_DEPTH} levels`);
    if (value instanceof Map || value instanceof Set)
      throw new NotPlain(`${where(path)} is a ${value.constructor.name}, which JSON does not have`);
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === "function") return this.copy(toJSON.call(value), path, depth + 1);
    return Array.isArray(value) ? this.list(value, path, depth) : this.fields(value, path, depth);
  }

  private list(value: readonly unknown[], path: string, depth: number): Json {
    // A list may be long by its length alone: that counts before it is walked.
    this.count(value.length * 2 + 2);
    const items: Json[] = [];
    for (let at = 0; at < value.length; at++) items.push(this.copy(value[at], `${path}[${at}]`, depth + 1));
    return Object.freeze(items);
  }

  private fields(value: object, path: string, depth: number): Json {
    this.count(2);
    const entries: [string, Json][] = [];
    for (const [key, field] of Object.entries(value)) {
      if (field === undefined) continue;
      this.count(byteLength(key) + 4);
      entries.push([key, this.copy(field, path === "" ? key : `${path}.${key}`, depth + 1)]);
    }
    // Defines the keys, so that `__proto__` is a key like any other.
    return Object.freeze(Object.fromEntries(entries));
  }

  private count(bytes: number): void {
    this.bytes += bytes;
    if (this.bytes > MAX_BODY_BYTES) throw new NotPlain(`limit is ${MAX_BODY_BYTES}`, true);
  }
}

function where(path: string): string {
  return path === "" ? "the body" : path;
}

/** Whether a value is nested deeper than so many levels; it looks no deeper than that. */
export function isDeeperThan(value: Json | undefined, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels <= 0) return true;
  for (const part of Object.values(value)) if (isDeeperThan(part, levels - 1)) return true;
  return false;
}
