import type { ClusterState, Tree } from "@kubetick/core";

/** So much may happen at one instant, and so much more for each object: many times what a rollout of all at once takes. */
const ACTIONS = 100_000;
const ACTIONS_FOR_EACH_OBJECT = 300;

/** How many actions may happen in this state before the clock moves. More of them mean that something never stops. */
export function actionsAtOneInstant({ tables }: ClusterState): number {
  let objects = 0;
  for (const { objects: tree } of Object.values(tables)) objects += sizeOf(tree);
  return ACTIONS + ACTIONS_FOR_EACH_OBJECT * objects;
}

function sizeOf(tree: Tree<unknown>): number {
  return "size" in tree ? tree.size : tree.keys.length;
}
