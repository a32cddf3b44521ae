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

/** A model without code, as a file has it. */
export function sourceOf(model: Model): string {
  return `export default ${JSON.stringify(model)};\n`;
}

/** The file of a model in which an edit breaks an invariant. */
export const BREAKS = `export default {
  ...${JSON.stringify({ ...ONE_EDIT, name: "breaks", cluster: { nodes: 1 } })},
  invariants: [
    {
      name: "noSecondRevision",
      expect: "always",
      holds: ({ state }) =>
        state.tables["controllerrevisions.apps"].objects.keys.length < 2 || "there is a second revision",
    },
  ],
};
`;
