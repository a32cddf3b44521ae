import { Cluster } from "@kubetick/cluster";
import type { ControllerRevision, DaemonSet, Pod } from "@kubetick/core";
import { viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { NEW_IMAGE, ON_DELETE, rollout, SURGE } from "../../test/models.ts";
import { requestsOf, type UserAction } from "../actions/index.ts";
import { Run } from "./run.ts";

/** What does not hang on names and times. */
function outcome(state: Cluster["state"]) {
  const view = viewOf(state.tables);
  const [daemonSet] = view.list<DaemonSet>("daemonsets.apps");
  const { conditions: _c, ...status } = daemonSet?.status ?? {};
  return {
    status,
    pods: view
      .list<Pod>("pods")
      .map(({ spec, status: is, metadata }) => [
        spec?.nodeName,
        spec?.containers[0]?.image,
        is?.phase,
        is?.conditions?.find(({ type }) => type === "Ready")?.status,
        metadata.labels?.["controller-revision-hash"],
      ])
      .sort(),
    revisions: view
      .list<ControllerRevision>("controllerrevisions.apps")
      .map(({ metadata, revision }) => [metadata.name, revision])
      .sort(),
  };
}

function ofRun(spec: object, actions: readonly UserAction[]) {
  const run = new Run(rollout(3, { spec, may: actions }));
  let world = run.start;
  for (const action of actions.keys()) world = run.settle(run.step(world, { do: "act", action }));
  return outcome(run.system.clusterState(world));
}

function ofCluster(spec: object, actions: readonly UserAction[]) {
  const cluster = new Cluster({ nodes: 3 });
  const [first] = rollout(3, { spec }).start ?? [];
  for (const action of [first as UserAction, ...actions]) {
    for (const request of requestsOf(action, cluster.state)) cluster.request(request);
    cluster.settle();
  }
  return outcome(cluster.state);
}

describe("what happens by default ends as it does in a cluster", () => {
  test.each<readonly [string, object, readonly UserAction[]]>([
    ["a rollout", {}, [NEW_IMAGE]],
    ["a rollout with surge, and back", SURGE, [NEW_IMAGE, { act: "rollback", daemonSet: "default/agent" }]],
    ["OnDelete, a pod at a time", ON_DELETE, [NEW_IMAGE, { act: "deletePod", pod: 0 }]],
    [
      "a node that joins, one that leaves",
      {},
      [
        { act: "join", node: {} },
        { act: "leave", node: "node-2" },
      ],
    ],
    ["a label that makes a node unwanted", {}, [{ act: "taint", node: "node-1", key: "a", effect: "NoExecute" }]],
  ])("%s", (_, spec, actions) => {
    const ofOne = ofRun(spec, actions);
    expect(ofOne.pods.length).toBeGreaterThan(0);
    // Which pod comes first hangs on its name.
    const anywhere = (o: ReturnType<typeof outcome>) =>
      actions.some(({ act }) => act === "deletePod") ? { ...o, pods: o.pods.map(([, ...pod]) => pod).sort() } : o;
    expect(anywhere(ofOne)).toEqual(anywhere(ofCluster(spec, actions)));
  });
});
