/** Values under several objects in a row, by their identity, for as long as all of these are alive. */
export class Remembered<T extends object> {
  readonly #under = new WeakMap<object, object>();

  /** What is known under these objects; what is computed, if nothing is. At least one object. */
  of(objects: readonly object[], compute: () => T): T {
    let level = this.#under;
    for (let at = 0; at < objects.length - 1; at++) level = deeper(level, objects[at] as object);
    const last = objects[objects.length - 1] as object;
    let found = level.get(last) as T | undefined;
    if (found === undefined) {
      found = compute();
      level.set(last, found);
    }
    return found;
  }
}

function deeper(level: WeakMap<object, object>, object: object): WeakMap<object, object> {
  let next = level.get(object) as WeakMap<object, object> | undefined;
  if (next === undefined) {
    next = new WeakMap();
    level.set(object, next);
  }
  return next;
}
