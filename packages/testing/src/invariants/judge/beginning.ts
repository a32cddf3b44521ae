import type { DaemonSet, Pod } from "@kubetick/core";
import type { Observation } from "../invariant.ts";
import { creationOf } from "./creation.ts";
import { type DaemonNode, daemonNodes, wantedNodes } from "./daemon.ts";
import { deletionOf, isInItsPlace, isOneOfTooMany } from "./deletion.ts";
import { nodeNameOf } from "./pods.ts";
import { type CurrentHashes, currentHashes, isUpToDate } from "./revisions.ts";
import type { Sight, Write } from "./sight.ts";

/** The controller has just begun to replace the pod of a node: it deletes an old one, or puts a new one beside it. */
export interface Beginning {
  readonly daemonSet: DaemonSet;
  readonly nodeName: string;
  /** The nodes that should run a pod, as they are, and as the controller saw them in this sync. */
  readonly sights: readonly BeginningSight[];
}

export interface BeginningSight extends Omit<Sight, "tables"> {
  readonly nodes: readonly DaemonNode[];
  /** Where a replacement had begun before, seen or done in the same sync: there is no pod, or a new one. */
  readonly begun: readonly DaemonNode[];
  /** The names of those among them with which the same sync has begun, whatever is seen of them. */
  readonly own: ReadonlySet<string>;
  /** The live pods of the current template. */
  readonly newPods: readonly Pod[];
}

export function beginningOf(at: Observation): Beginning | undefined {
  const begun = deletedOld(at) ?? createdBeside(at);
  if (begun === undefined) return undefined;
  const { daemonSet, write, nodeName } = begun;
  const hashes = currentHashes(write.truth.view, daemonSet);
  const own = new Set(write.answers.filter(isPod).map(nodeNameOf));
  return { daemonSet, nodeName, sights: begun.sights.map((sight) => beginningSight(sight, daemonSet, hashes, own)) };
}

interface Begun {
  readonly daemonSet: DaemonSet;
  readonly write: Write;
  readonly nodeName: string;
  readonly sights: readonly Sight[];
}

function deletedOld(at: Observation): Begun | undefined {
  const deletion = deletionOf(at);
  if (deletion === undefined || !isInItsPlace(deletion) || isOneOfTooMany(deletion)) return undefined;
  const { daemonSet, write, nodes, pod } = deletion;
  if (!nodes.every(({ wanted }) => wanted)) return undefined;
  const hashes = currentHashes(write.truth.view, daemonSet);
  const isNew = (one: Pod) => isUpToDate(one, daemonSet, hashes) !== "no";
  return isNew(pod) || nodes.some(({ live }) => live.some(isNew)) ? undefined : deletion;
}

function createdBeside(at: Observation): Begun | undefined {
  const creation = creationOf(at);
  if (creation === undefined || creation.node.live.length === 0) return undefined;
  return { ...creation, nodeName: creation.node.name };
}

function beginningSight(
  { view, now }: Sight,
  daemonSet: DaemonSet,
  hashes: CurrentHashes,
  own: ReadonlySet<string>,
): BeginningSight {
  const nodes = wantedNodes(daemonNodes(view, daemonSet));
  const isNew = (pod: Pod) => isUpToDate(pod, daemonSet, hashes) !== "no";
  const begun = nodes.filter(({ name, live }) => own.has(name) || live.length === 0 || live.some(isNew));
  return { view, now, nodes, begun, own, newPods: nodes.flatMap(({ live }) => live.filter(isNew)) };
}

function isPod(answer: object): answer is Pod {
  return (answer as Pod).kind === "Pod";
}
