import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import { size, type Tree, values } from "../../store/tree.ts";
import { claim } from "../shared/claim.ts";
import { DAEMON_SETS, type DaemonSync, type Failure, wrotePod } from "./context.ts";
import type { DaemonNode, DaemonRules } from "./daemon-node.ts";
import { withAdopted } from "./daemon-nodes.ts";
import { daemonNodesOf } from "./daemon-nodes-memo.ts";

/**
 * The nodes with the pods of the DaemonSet, as the cache shows them now. Takes in and lets go of pods on the way.
 * Source: pkg/controller/daemon/daemon_controller.go getNodesToDaemonPods, getDaemonPods.
 */
export function* daemonNodes(
  context: DaemonSync,
  rules: DaemonRules,
): Generator<ApiRequest, Tree<DaemonNode> | Failure, ApiResponse> {
  const sources = { rules, nodes: context.nodes, pods: context.sync.view.tree<Pod>("pods", "controller") };
  const known = daemonNodesOf(sources);
  if (size(known.misfits) === 0 && size(known.orphans) === 0) return known.byName;
  const { adopted, error } = yield* claimPods(context, [...values(known.misfits), ...values(known.orphans)]);
  if (error !== undefined) {
    return {
      error: `couldn't get node to daemon pod mapping for daemon set ${JSON.stringify(context.daemonSet.metadata.name)}: ${error}`,
    };
  }
  return withAdopted(known, sources, adopted).byName;
}

export function claimPods(context: DaemonSync, pods: readonly Pod[]): ReturnType<typeof claim<Pod>> {
  const { daemonSet, variants } = context;
  const { selector } = daemonSet.spec;
  const onWrite = (pod: Parameters<typeof wrotePod>[1]) => wrotePod(context, pod);
  return claim(
    {
      owner: daemonSet,
      ownerResource: DAEMON_SETS,
      selector,
      resource: "pods",
      kind: "Pod",
      onWrite,
      asksBeforeAdopting: variants.asksBeforeAdopting,
    },
    pods,
  );
}
