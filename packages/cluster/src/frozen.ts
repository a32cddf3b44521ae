/**
 * The same value, frozen with all that is in it. What the cluster hands out is part of its state, and of that of its forks:
 * whoever tries to change it gets a TypeError in place of a cluster that contradicts itself.
 */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
