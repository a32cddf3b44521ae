import type { UserAction } from "../src/index.ts";
import type { Model } from "../src/model/index.ts";
import { agent } from "./saboteur.ts";

export const SURGE = { updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } };
export const ON_DELETE = { updateStrategy: { type: "OnDelete" } };

export const NEW_IMAGE: UserAction = { act: "setImage", daemonSet: "default/agent", image: "example.com/agent:2" };

/** So many nodes with the agent on them, whose image may be changed once. */
export function rollout(nodes: number, more: Partial<Model> & { readonly spec?: object } = {}): Model {
  const { spec, cluster, ...rest } = more;
  return {
    name: "rollout",
    start: [{ act: "apply", manifest: agent(spec) }],
    may: [NEW_IMAGE],
    ...rest,
    cluster: { nodes, ...cluster },
  };
}
