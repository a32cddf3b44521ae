// Prints the token of a run at random in which an invariant is broken: an upstream bug is switched on, and found.
// Usage: node .ci/token/make.mjs SEED
import { CheckFailedError, check } from "../../packages/testing/dist/index.js";

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
const setImage = (image) => ({ act: "setImage", daemonSet: "default/agent", image });

try {
  check(
    {
      name: "two edits",
      cluster: { nodes: 3, upstreamBugs: ["kubernetes#123232"] },
      start: [{ act: "apply", manifest: daemonSet }],
      may: [setImage("agent:2"), setImage("agent:3")],
    },
    { by: "random", seed: Number(process.argv[2]), runs: 1_000 },
  );
  throw new Error("no run at random has found kubernetes#123232");
} catch (error) {
  if (!(error instanceof CheckFailedError)) throw error;
  console.log(error.token);
}
