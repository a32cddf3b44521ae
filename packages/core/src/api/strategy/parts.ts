import type { KubeObject } from "../request.ts";

/**
 * `object` with `value` at `name`; the same object where that is what it holds.
 *
 * V8 of Node 20 gives each object that a literal makes as `{ ...object, added }` a hidden class of its own, which costs a
 * microsecond, half a kilobyte, and the speed of whoever reads it. Where it matters, new fields stand before the spread,
 * or `Object.assign` makes the copy.
 */
export function withPart<T extends object, K extends keyof T>(object: T, name: K, value: T[K]): T {
  if (object[name] === value) return object;
  if (value !== undefined) return Object.assign({}, object, { [name]: value });
  const { [name]: _, ...rest } = object;
  return rest as T;
}

export function withGeneration<T extends KubeObject>(object: T, generation: number): T {
  return withPart(object, "metadata", withPart(object.metadata, "generation", generation));
}

/** `object` with the next generation after `old`'s. */
export function withNextGeneration<T extends KubeObject>(object: T, old: T): T {
  return withGeneration(object, (old.metadata.generation ?? 0) + 1);
}

export function withAnnotation<T extends KubeObject>(object: T, name: string, value: string): T {
  const { annotations } = object.metadata;
  if (annotations !== undefined && Object.hasOwn(annotations, name) && annotations[name] === value) return object;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [name]: value } } };
}

export function withLabel<T extends KubeObject>(object: T, name: string, value: string): T {
  const { labels } = object.metadata;
  if (labels !== undefined && Object.hasOwn(labels, name) && labels[name] === value) return object;
  return { ...object, metadata: { ...object.metadata, labels: { ...labels, [name]: value } } };
}
