import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import { labelValue } from "../../api/selector-requirement.ts";
import type { ControllerRevision } from "../../kubernetes/types.ts";
import { summariser } from "../../store/summary.ts";
import { errorText } from "../shared/api-error.ts";
import { daemonNodes } from "./claim-pods.ts";
import { type DaemonSync, type Failure, REVISIONS } from "./context.ts";
import type { DaemonNode, DaemonRules } from "./daemon-node.ts";
import { HASH_LABEL } from "./pod-template.ts";
import { hashOf, revisionNumber } from "./revision.ts";

/** The revisions that pods are of. */
const liveHashes = summariser<DaemonNode, ReadonlySet<string>>({
  empty: new Set(),
  of: ({ pods, gone }) =>
    new Set([...pods, ...gone].flatMap((pod) => labelValue(pod.metadata.labels, HASH_LABEL) || [])),
  combine: (a, b) => (b.size === 0 || [...b].every((hash) => a.has(hash)) ? a : new Set([...a, ...b])),
});

/**
 * Deletes the oldest revisions that are more than `revisionHistoryLimit`, except those that pods still are of.
 * Source: pkg/controller/daemon/update.go cleanupHistory.
 */
export function* cleanupHistory(
  context: DaemonSync,
  rules: DaemonRules,
  old: readonly ControllerRevision[],
): Generator<ApiRequest, Failure | undefined, ApiResponse> {
  const nodes = yield* daemonNodes(context, rules);
  if ("error" in nodes) return failed(nodes.error);
  let surplus = old.length - (context.daemonSet.spec.revisionHistoryLimit ?? 10);
  if (surplus <= 0) return undefined;
  const live = liveHashes(nodes);
  for (const revision of [...old].sort(byNumber)) {
    if (surplus === 0) break;
    if (live.has(hashOf(revision))) continue;
    const { namespace = "", name } = revision.metadata;
    const response = yield { verb: "delete", resource: REVISIONS, namespace, name };
    if (isFailure(response)) return failed(errorText(response));
    surplus--;
  }
  return undefined;
}

function failed(error: string): Failure {
  return { error: `failed to clean up revisions of DaemonSet: ${error}` };
}

function byNumber(a: ControllerRevision, b: ControllerRevision): number {
  return revisionNumber(a) - revisionNumber(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}
