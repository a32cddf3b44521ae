import { UPDATE_STRATEGY_ANNOTATION, type UpdateStrategy } from "kubetick";
import { ANY, type Model, withinMaxUnavailable } from "kubetick/testing";

/** Three nodes with a DaemonSet that asks for the strategy, what may happen to them, and what must hold whatever does. */
export function modelOf(strategy: UpdateStrategy): Model {
  return {
    name: strategy.name,
    cluster: { nodes: 3, strategies: [strategy] },
    start: [{ act: "apply", manifest: daemonSet(strategy) }],
    may: [
      { act: "setImage", daemonSet: "default/agent", image: "agent:2" },
      { act: "deletePod", pod: ANY },
    ],
    invariants: [withinMaxUnavailable],
    symmetric: true,
  };
}

function daemonSet({ name }: UpdateStrategy): object {
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent", namespace: "default", annotations: { [UPDATE_STRATEGY_ANNOTATION]: name } },
    spec: {
      selector: { matchLabels: { app: "agent" } },
      updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
      template: {
        metadata: { labels: { app: "agent" } },
        spec: { containers: [{ name: "agent", image: "agent:1" }] },
      },
    },
  };
}
