import { type RolloutNode, type RolloutView, rollingUpdateWhere, type UpdateStrategy } from "@kubetick/core";
import { given, made } from "./recipes.ts";

export interface ZoneByZoneOptions {
  /** As DaemonSets ask for it. Default: `ZoneByZone`. */
  readonly name?: string;
  /** The label of nodes that says where they are. Default: `topology.kubernetes.io/zone`. Nodes without it are a zone of their own. */
  readonly label?: string;
}

/** Where a node is under way: its old pod is going or has a new one beside it, and the new one does not serve it alone yet. */
const UNDER_WAY = ["Waiting", "Updating", "Surging", "Surged", "Excess"] as const;

/**
 * One zone after another, in the order of their names; within a zone as `RollingUpdate` does it. The next zone's turn comes
 * when no node of any other is under way: as long as a new pod is not available, or a node has none, nobody else loses one.
 *
 * @example
 * const cluster = new Cluster({ nodes: [{ name: "a1", labels: { "topology.kubernetes.io/zone": "a" } }], strategies: [zoneByZone()] });
 * // … and in the DaemonSet: annotations: { "sim.kubetick.dev/update-strategy": "ZoneByZone" }
 */
export function zoneByZone(options: ZoneByZoneOptions = {}): UpdateStrategy {
  const { name = "ZoneByZone", label = "topology.kubernetes.io/zone" } = options;
  const zoneOf = ({ node }: RolloutNode) => node?.metadata.labels?.[label] ?? "";
  return made("zoneByZone", given(options), {
    name,
    plan(rollout) {
      const turn = first(zonesOf(rollout, ["Outdated", "OutdatedUnavailable"]));
      const busy = zonesOf(rollout, UNDER_WAY);
      const isAlone = [...busy].every((zone) => zone === turn);
      return rollingUpdateWhere(rollout, (node) => turn === undefined || (isAlone && zoneOf(node) === turn));
    },
  });

  function zonesOf(rollout: RolloutView, stages: readonly RolloutNode["stage"][]): Set<string> {
    return new Set(stages.flatMap((stage) => Array.from(rollout.nodes(stage, "Wanted"), zoneOf)));
  }
}

function first(zones: Iterable<string>): string | undefined {
  return [...zones].sort()[0];
}
