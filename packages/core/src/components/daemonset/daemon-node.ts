import type { DaemonSet, Node, Pod } from "../../kubernetes/types.ts";
import { keyOf } from "../shared/controller-ref.ts";
import { canonicalText } from "../shared/hash.ts";
import { allowsSurge } from "./limits.ts";
import { isPodUpdated, templateGeneration } from "./pod-template.ts";
import { nodeShouldRunDaemonPod } from "./should-run.ts";
import { type DaemonVariants, V1_37 } from "./variants.ts";

/** What of a DaemonSet decides how its nodes are looked at. */
export interface DaemonRules {
  readonly daemonSet: DaemonSet;
  /** Of the current revision. */
  readonly hash: string;
  readonly generation: string | undefined;
  readonly minReadySeconds: number;
  readonly surges: boolean;
  readonly variants: DaemonVariants;
  /** Rules with the same text are the same. */
  readonly text: string;
}

export function daemonRules(daemonSet: DaemonSet, hash: string, variants: DaemonVariants = V1_37): DaemonRules {
  const generation = templateGeneration(daemonSet);
  return {
    daemonSet,
    hash,
    generation,
    minReadySeconds: daemonSet.spec.minReadySeconds ?? 0,
    surges: allowsSurge(daemonSet),
    variants,
    text: [variants.name, keyOf(daemonSet), hash, generation ?? "", canonicalText(daemonSet.spec)].join("\n"),
  };
}

/** A node, or the name of one that is gone, with its daemon pods: all that the rules look at. */
export interface DaemonNode {
  readonly name: string;
  readonly node: Node | undefined;
  readonly rules: DaemonRules;
  readonly shouldRun: boolean;
  readonly shouldContinueRunning: boolean;
  /** Its daemon pods: those that are on a node first, then the oldest first. */
  readonly pods: readonly Pod[];
  /** Those that have stopped for good and are being deleted, in the same order: only the history still counts them. */
  readonly gone: readonly Pod[];
  /** The live pod of the current revision, and that of an older one; neither where there is more than one of a kind. */
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
  /** There is more than one live pod of one kind. */
  readonly hasExcess: boolean;
}

export function daemonNode(
  rules: DaemonRules,
  name: string,
  node: Node | undefined,
  daemonPods: readonly Pod[],
): DaemonNode {
  const { shouldRun, shouldContinueRunning } =
    node === undefined ? ABSENT : nodeShouldRunDaemonPod(node, rules.daemonSet.spec.template);
  const { isGone } = rules.variants;
  const pods = daemonPods.filter((pod) => !isGone(pod)).sort(byScheduledThenAge);
  const gone = daemonPods.length === pods.length ? NONE : daemonPods.filter(isGone).sort(byScheduledThenAge);
  return { name, node, rules, shouldRun, shouldContinueRunning, pods, gone, ...updatedPods(rules, pods) };
}

const NONE: readonly Pod[] = [];
const ABSENT = { shouldRun: false, shouldContinueRunning: false };

/** Source: pkg/controller/daemon/daemon_controller.go podByCreationTimestampAndPhase. */
export function byScheduledThenAge(a: Pod, b: Pod): number {
  const scheduled = Number((b.spec?.nodeName ?? "") !== "") - Number((a.spec?.nodeName ?? "") !== "");
  if (scheduled !== 0) return scheduled;
  const [{ creationTimestamp: madeA, name: nameA }, { creationTimestamp: madeB, name: nameB }] = [
    a.metadata,
    b.metadata,
  ];
  if (madeA !== madeB) return madeA < madeB ? -1 : 1;
  return nameA < nameB ? -1 : 1;
}

/** Source: pkg/controller/daemon/update.go findUpdatedPodsOnNode. */
function updatedPods(
  { hash, generation }: DaemonRules,
  pods: readonly Pod[],
): Pick<DaemonNode, "newPod" | "oldPod" | "hasExcess"> {
  let newPod: Pod | undefined;
  let oldPod: Pod | undefined;
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const updated = isPodUpdated(pod, hash, generation);
    if ((updated ? newPod : oldPod) !== undefined) return { newPod: undefined, oldPod: undefined, hasExcess: true };
    if (updated) newPod = pod;
    else oldPod = pod;
  }
  return { newPod, oldPod, hasExcess: false };
}
