import type { System } from "./system.ts";
import type { World } from "./world.ts";

/** A sync of a component that walks over nodes in no given order. */
interface Walking {
  readonly index: number;
  readonly key: string;
}

/** A sync that began at a node (undefined: at the first one), and where it has come to. */
interface Walk {
  readonly from: string | undefined;
  readonly world: World;
}

/** Of longer ones only so many requests are compared. */
const LONGEST_SYNC = 50;

/** Where a walk may begin, of beginnings that lead to the same requests only the first. */
export function beginnings(
  system: System,
  world: World,
  { index, key }: Walking,
  nodes: readonly string[],
): readonly (string | undefined)[] {
  const beginAt = (from: string | undefined): Walk => ({ from, world: system.sync(world, index, key, from) });
  const plain = beginAt(undefined);
  if (!writesPods(system, plain.world, index)) return [undefined];
  const different = distinct(system, index, [plain, ...nodes.map(beginAt)]);
  return different.map(({ from }) => from);
}

/** A status is the last thing that a sync writes. */
function writesPods(system: System, begun: World, index: number): boolean {
  let world = begun;
  for (let asked = 0; asked < LONGEST_SYNC; asked++) {
    const request = system.pendingOf(world, index);
    if (request === undefined || request.subresource === "status") return false;
    if (request.resource === "pods") return true;
    world = system.proceed(world, index);
  }
  return false;
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
