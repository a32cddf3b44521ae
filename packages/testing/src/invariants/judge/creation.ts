import { type ClusterState, type DaemonSet, diff, type KubeObject, type Pod } from "@kubetick/core";
import type { Observation } from "../invariant.ts";
import { type DaemonNode, daemonNode, podsOf } from "./daemon.ts";
import { ownerAsSeen } from "./deletion.ts";
import type { Placement } from "./placement.ts";
import { nodeNameOf } from "./pods.ts";
import { type Sight, type Write, writeOf } from "./sight.ts";

type Table = ClusterState["tables"][string];

/** A daemon pod that a component has just made. */
export interface Creation {
  readonly write: Write;
  readonly pod: Pod;
  /** As the controller saw it when it began its sync. */
  readonly daemonSet: DaemonSet;
  /** The pod's node in the store, as it was before. */
  readonly node: DaemonNode;
  /** The store, and all that the controller saw in this sync. */
  readonly sights: readonly Sight[];
  /** Whether the node should run one, in each of the sights. */
  readonly placements: readonly Placement[];
}

let latest: { readonly at: Observation; readonly creation: Creation | undefined } | undefined;

export function creationOf(at: Observation): Creation | undefined {
  if (latest?.at !== at) latest = { at, creation: findCreation(at) };
  return latest.creation;
}

function findCreation(at: Observation): Creation | undefined {
  const { before, state } = at;
  if (before?.tables["pods"] === state.tables["pods"]) return undefined;
  const write = writeOf(at);
  if (write?.request.verb !== "create" || write.request.resource !== "pods" || write.request.subresource)
    return undefined;
  const pod = added(before?.tables["pods"], state.tables["pods"]) as Pod | undefined;
  const daemonSet = pod && ownerAsSeen(write, pod);
  if (pod === undefined || daemonSet === undefined) return undefined;
  const name = nodeNameOf(pod);
  const sights = [write.truth, ...write.seen];
  const pods = podsOf(write.truth.view, daemonSet).filter((other) => nodeNameOf(other) === name);
  return {
    write,
    pod,
    daemonSet,
    sights,
    node: daemonNode(write.truth.view, daemonSet, name, pods),
    placements: sights.map(({ view }) => daemonNode(view, daemonSet, name, [])),
  };
}

const NOTHING = { keys: [], values: [] };

function added(before: Table | undefined, after: Table | undefined): KubeObject | undefined {
  const changes = diff<KubeObject>(before?.objects ?? NOTHING, after?.objects ?? NOTHING);
  return changes.find((change) => change.before === undefined)?.after;
}
