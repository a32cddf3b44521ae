import type { ApiRequest } from "@kubetick/core";
import type { System } from "./system.ts";
import type { World } from "./world.ts";

/** A sync of a component that walks over nodes in no given order. */
export interface Walking {
  readonly index: number;
  readonly key: string;
}

/** A sync that began at a node (undefined: at the first one), and where it has come to. */
interface Walk {
  readonly from: string | undefined;
  readonly world: World;
}

/** Of longer syncs only so many requests are compared. */
const LONGEST_SYNC = 50;

/**
 * Where a walk may begin, of beginnings that lead to the same requests only the first. How many pods a sync makes and deletes
 * depends on the nodes and the limits, not on where it begins: of a sync that asks for one pod alone it is enough to see
 * which. What it says of the DaemonSet in the end is the same, too.
 */
export function beginnings(
  system: System,
  world: World,
  walking: Walking,
  nodes: readonly string[],
): readonly (string | undefined)[] {
  const plain = begin(system, world, walking, undefined);
  const pods = podsAsked(system, plain.world, walking.index, 2);
  if (pods === 0) return [undefined];
  // Where nothing is said it begins at the first node that the component knows of, which need not be there any more: none is left out.
  const walks = [plain, ...nodes.map((from) => begin(system, world, walking, from))];
  const different = pods === 1 ? firstOfEach(system, walking.index, walks) : distinct(system, walking.index, walks);
  return different.map(({ from }) => from);
}

/** The same, with all requests of all syncs compared: slower, and for tests. */
export function allBeginnings(
  system: System,
  world: World,
  walking: Walking,
  nodes: readonly string[],
): readonly (string | undefined)[] {
  const walks = [undefined, ...nodes].map((from) => begin(system, world, walking, from));
  return distinct(system, walking.index, walks).map(({ from }) => from);
}

function begin(system: System, world: World, { index, key }: Walking, from: string | undefined): Walk {
  return { from, world: system.sync(world, index, key, from) };
}

/** How many pods a sync asks to be made or deleted, counted up to `most`. A status is the last thing that it writes. */
function podsAsked(system: System, begun: World, index: number, most: number): number {
  let world = begun;
  let pods = 0;
  for (let asked = 0; asked < LONGEST_SYNC; asked++) {
    const request = system.pendingOf(world, index);
    if (request === undefined || request.subresource === "status") return pods;
    if (request.resource === "pods") pods++;
    if (pods === most) return pods;
    world = system.proceed(world, index);
  }
  return pods;
}

/** The first of those walks that ask for the same pod first. */
function firstOfEach(system: System, index: number, walks: readonly Walk[]): readonly Walk[] {
  const seen = new Set<string>();
  return walks.filter(({ world }) => {
    const text = JSON.stringify(firstPod(system, world, index) ?? null);
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

function firstPod(system: System, begun: World, index: number): ApiRequest | undefined {
  let world = begun;
  let request = system.pendingOf(world, index);
  while (request !== undefined && request.resource !== "pods") {
    world = system.proceed(world, index);
    request = system.pendingOf(world, index);
  }
  return request;
}

/** The first of those walks that ask for the same if nobody comes between; each is followed only as far as it takes to tell. */
function distinct(system: System, index: number, walks: readonly Walk[], asked = 0): readonly Walk[] {
  const kept = new Set<Walk["from"]>();
  for (const [request, group] of byRequest(system, index, walks)) {
    const isTold = group.length === 1 || request === undefined || asked === LONGEST_SYNC;
    for (const { from } of isTold ? group.slice(0, 1) : distinct(system, index, group.map(further), asked + 1))
      kept.add(from);
  }
  return walks.filter(({ from }) => kept.has(from));

  function further({ from, world }: Walk): Walk {
    return { from, world: system.proceed(world, index) };
  }
}

function byRequest(system: System, index: number, walks: readonly Walk[]): Map<string | undefined, Walk[]> {
  const groups = new Map<string | undefined, Walk[]>();
  for (const walk of walks) {
    const request = system.pendingOf(walk.world, index);
    const text = request && JSON.stringify(request);
    const group = groups.get(text);
    if (group === undefined) groups.set(text, [walk]);
    else group.push(walk);
  }
  return groups;
}
