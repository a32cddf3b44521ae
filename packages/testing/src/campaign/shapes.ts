import { type DaemonSet, entries, type KubeObject, type Node, type Pod, type ResourceName } from "@kubetick/core";
import { hashJson } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";

/**
 * Tells what a world is roughly like: how many nodes there are and in which condition, what the DaemonSets say of
 * themselves, how many pods there are of which kind, and what has gone wrong. That few runs come to a shape makes them
 * interesting.
 */
export class Shapes {
  readonly #run: Run;
  readonly #known = new Map<string, number>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** A number of 32 bits, the same for worlds of the same shape wherever it is asked for. */
  of(world: World): number {
    const { system } = this.#run;
    const parts = SEEN.map((resource) => world.parts[system.slotOf(resource)]?.id);
    const { faults } = system.surroundingsOf(world);
    const name = `${parts} ${JSON.stringify(faults)}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const [nodes, daemonSets, pods] = SEEN.map((resource) =>
      Array.from(entries(system.tableOf(world, resource).objects), ([, object]) => object),
    );
    const shape = hashJson([
      faults,
      counted(nodes as unknown as Node[], nodeShape),
      counted(daemonSets as unknown as DaemonSet[], daemonSetShape),
      counted(pods as unknown as Pod[], podShape),
    ]).low;
    this.#known.set(name, shape);
    return shape;
  }
}

const SEEN: readonly ResourceName[] = ["nodes", "daemonsets.apps", "pods"];

/** How many objects there are of each shape, in the shapes' order. */
function counted<T extends KubeObject>(objects: readonly T[], shapeOf: (object: T) => string): readonly string[] {
  const counts = new Map<string, number>();
  for (const object of objects) {
    const shape = shapeOf(object);
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return Array.from(counts, ([shape, count]) => `${count} ${shape}`).sort();
}

function nodeShape({ spec, status }: Node): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status;
  return `${ready} ${spec?.unschedulable ?? false} ${spec?.taints?.length ?? 0}`;
}

function daemonSetShape({ metadata, status }: DaemonSet): string {
  const late = metadata.generation !== status?.observedGeneration;
  return [
    late,
    metadata.deletionTimestamp !== undefined,
    status?.desiredNumberScheduled,
    status?.currentNumberScheduled,
    status?.numberMisscheduled,
    status?.numberReady,
    status?.updatedNumberScheduled,
    status?.numberAvailable,
  ].join();
}

function podShape({ metadata, spec, status }: Pod): string {
  const ready = status?.conditions?.find(({ type }) => type === "Ready")?.status;
  return `${status?.phase} ${ready} ${spec?.nodeName !== undefined} ${metadata.deletionTimestamp !== undefined}`;
}
