import type { Key } from "../../machine/component.ts";

/** The keys sort so that all nodes are looked at before the zones are judged. */
export const ZONES: Key = "zones";
const HEALTH = "health/";
const NODE = "node/";

export const healthKey = (name: string): Key => HEALTH + name;
export const nodeKey = (name: string): Key => NODE + name;

export function isHealthKey(key: Key): boolean {
  return key.startsWith(HEALTH);
}

export function nodeOf(key: Key): string {
  return key.slice(key.indexOf("/") + 1);
}
