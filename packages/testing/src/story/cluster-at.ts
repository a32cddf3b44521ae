import { Cluster } from "@kubetick/cluster";
import { createMachine } from "@kubetick/core";
import type { Run } from "../model/index.ts";
import type { World } from "../world/index.ts";

/** A cluster in the state of a world: to look at with kubectl, or to go on with. */
export function clusterAt(run: Run, world: World): Cluster {
  const machine = createMachine({ components: run.system.components });
  return new Cluster({}, { machine, state: run.system.clusterState(world), steps: 0, history: [] });
}
