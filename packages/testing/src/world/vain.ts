import { entries } from "@kubetick/core";
import { get, type Hash, hashTree, remove } from "@kubetick/core/pieces";
import type { Choice } from "./choice.ts";
import type { Later, System } from "./system.ts";
import { type ComponentValue, MOST_FAILURES } from "./values.ts";
import type { World } from "./world.ts";

/** The ways in which a component may sync a key. */
type Syncs = (world: World, index: number, key: string) => readonly Choice[];

/**
 * The world when something is due next. A sync that has failed, and when it is tried again finds what it found before and fails
 * as before, is nothing that happens: the clock moves on to what is due then, as often as there is nothing else. (A rollout that
 * waits for the pods of a node that is gone fails a dozen times before they are collected.) Undefined: nothing is under way, or
 * an informer has been late for too long, or would be before anything but that happens: it hears now as well as then.
 */
export function laterThan(system: System, world: World, syncs: Syncs): Later | undefined {
  let later = movedOn(system, world);
  while (later !== undefined) {
    const tried = triedInVain(system, later.world, syncs);
    if (tried === undefined) return later;
    const next = movedOn(system, tried);
    later = next && { by: later.by + next.by, world: next.world };
  }
  return undefined;
}

/** The world when what is due next is due; undefined: nothing is that is under way, or an informer has been late for too long. */
function movedOn(system: System, world: World): Later | undefined {
  const due = system.nextDue(world);
  return due?.progress && system.mayWait(world) ? system.wait(world, due.by) : undefined;
}

/** The world after all that is to be done in it has been tried in vain; undefined: not all of it is in vain. */
function triedInVain(system: System, world: World, syncs: Syncs): World | undefined {
  let after: World | undefined;
  for (let index = 0; index < system.size; index++) {
    const { sync, queue } = system.stateOf(world, index);
    if (sync !== null) return undefined;
    for (const [key] of entries(queue)) {
      const tried = triedAgain(system, after ?? world, { index, key }, syncs);
      if (tried === undefined) return undefined;
      after = tried;
    }
  }
  return after;
}

/** The world after a sync that fails again, as it did before; undefined: it does not, or has failed so often that it waits no longer. */
function triedAgain(
  system: System,
  world: World,
  { index, key }: { readonly index: number; readonly key: string },
  syncs: Syncs,
): World | undefined {
  const before = system.stateOf(world, index);
  const times = get(before.failures, key) ?? 0;
  if (times === 0 || times >= MOST_FAILURES || syncs(world, index, key).length > 1) return undefined;
  const after = system.sync(world, index, key, undefined);
  return hasFailed(before, system.stateOf(after, index), key, times) ? after : undefined;
}

type State = ComponentValue["state"];

function hasFailed(before: State, after: State, key: string, times: number): boolean {
  // One that has asked for something has not ended, and not failed yet.
  if (get(after.failures, key) !== times + 1 || after.memory !== before.memory) return false;
  return isSameHash(hashTree(after.queue), hashTree(remove(before.queue, key)));
}

function isSameHash(one: Hash, other: Hash): boolean {
  return one.high === other.high && one.low === other.low;
}
