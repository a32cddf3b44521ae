import { type Change, type ClusterState, diff, generatedUid, type KubeObject, type Pod, viewOf } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { isTerminal } from "./judge/pods.ts";

/**
 * What is gone does not come back: an object that is being deleted stays so, a pod that has stopped for good or is on a node
 * does not change its mind, and a new object has a uid that no other ever had.
 */
export const noResurrection: Invariant = always("noResurrection", isNewOrTheSame, {
  source:
    "staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go BeforeDelete; pkg/apis/core/validation ValidatePodUpdate",
});

/** Nobody deletes these but to make room, and there are many. */
const PASSED_OVER: ReadonlySet<string> = new Set(["events", "leases.coordination.k8s.io"]);
const NOTHING = { keys: [], values: [] };

function isNewOrTheSame({ before, state }: Observation): true | string {
  if (before === undefined) return true;
  for (const resource in state.tables) {
    const [was, is] = [before.tables[resource], state.tables[resource]];
    if (was === is || is === undefined || PASSED_OVER.has(resource)) continue;
    for (const change of diff<KubeObject>(was?.objects ?? NOTHING, is.objects)) {
      const fault = faultOf(change, before, state);
      if (fault !== undefined) return `${resource} ${change.key} ${fault}`;
    }
  }
  return true;
}

function faultOf({ before, after }: Change<KubeObject>, from: ClusterState, to: ClusterState): string | undefined {
  if (after === undefined) return undefined;
  if (before === undefined) return isNew(after.metadata.uid, from, to) ? undefined : "has the uid of something older";
  if (before.metadata.uid !== after.metadata.uid) return "has become another object";
  if (before.metadata.deletionTimestamp !== undefined && after.metadata.deletionTimestamp === undefined)
    return "was being deleted, and no longer is";
  return after.kind === "Pod" ? faultOfPod(before as Pod, after as Pod) : undefined;
}

/** The explorer's worlds do not count uids: there all that can be said is that nothing else has it. */
function isNew(uid: string, from: ClusterState, to: ClusterState): boolean {
  if (from.uids === to.uids) return !isThere(uid, from);
  for (let n = from.uids; n < to.uids; n++) if (generatedUid(to.seed, n) === uid) return true;
  return false;
}

function isThere(uid: string, { tables }: ClusterState): boolean {
  const view = viewOf(tables);
  return Object.keys(tables).some((resource) => view.list(resource).some(({ metadata }) => metadata.uid === uid));
}

function faultOfPod(before: Pod, after: Pod): string | undefined {
  if (isTerminal(before) && !isTerminal(after))
    return `had ${before.status?.phase}, and is ${after.status?.phase} again`;
  if (before.spec?.nodeName && before.spec.nodeName !== after.spec?.nodeName)
    return `was on ${before.spec.nodeName}, and is on ${after.spec?.nodeName ?? "no node"}`;
  return undefined;
}
