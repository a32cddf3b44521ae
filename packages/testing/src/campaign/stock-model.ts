import { ANY, type Model } from "../model/index.ts";

const NAME = "default/agent";

/**
 * What is fuzzed where nothing else is said: a DaemonSet with RollingUpdate on four nodes, two edits, a rollback, a node that
 * joins and one that leaves, pods that are deleted, and one of each fault.
 */
export const stockModel: Model = {
  name: "daemonset",
  cluster: { nodes: 4 },
  start: [
    {
      act: "apply",
      manifest: {
        apiVersion: "apps/v1",
        kind: "DaemonSet",
        metadata: { name: "agent", namespace: "default" },
        spec: {
          selector: { matchLabels: { app: "agent" } },
          template: {
            metadata: { labels: { app: "agent" } },
            spec: { containers: [{ name: "agent", image: "agent:1" }] },
          },
        },
      },
    },
  ],
  may: [
    { act: "setImage", daemonSet: NAME, image: "agent:2" },
    { act: "setImage", daemonSet: NAME, image: "agent:3" },
    { act: "rollback", daemonSet: NAME },
    { act: "join", node: {} },
    { act: "leave", node: ANY },
    { act: "deletePod", pod: ANY },
  ],
  faults: { staleCache: 1, controllerCrash: 1, requestTimeout: 1, conflict: 1, nodeFailure: 1 },
};
