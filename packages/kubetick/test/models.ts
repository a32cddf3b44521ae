import type { Model } from "@kubetick/testing";

const daemonSet = {
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
};

/** Two nodes, and one edit. */
export const ONE_EDIT: Model = {
  name: "one edit",
  cluster: { nodes: 2 },
  start: [{ act: "apply", manifest: daemonSet }],
  may: [{ act: "setImage", daemonSet: "default/agent", image: "agent:2" }],
};
