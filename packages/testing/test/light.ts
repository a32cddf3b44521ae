import type { ApiRequest, Component, KubeObject } from "@kubetick/core";
import { viewOf } from "@kubetick/core";
import type { Invariant, Observation } from "../src/index.ts";
import type { Model } from "../src/model/index.ts";

export const MAPS = "configmaps";
export const MAP = "default/light";

/** A controller of one ConfigMap, which may ask for a change of it. */
export function controller(name: string, wants: (now: string | undefined) => string | undefined): Component {
  return {
    name,
    watches: ["configmaps"],
    onEvent: ({ resource, key }, { enqueue }) => {
      if (resource === "configmaps" && key === MAP) enqueue(key);
    },
    *reconcile(key, { view }) {
      const colour = wants(colourOf(view.get("configmaps", key)));
      if (colour !== undefined) yield labelled({ colour });
    },
  };
}

export function labelled(labels: object): ApiRequest {
  return {
    verb: "patch",
    patchType: "merge",
    resource: MAPS,
    namespace: "default",
    name: "light",
    body: { metadata: { labels } },
  };
}

export function colourOf(map: KubeObject | undefined): string | undefined {
  return map?.metadata.labels?.["colour"];
}

export const colourIn = ({ state }: Observation) => colourOf(viewOf(state.tables).get("configmaps", MAP));

export function light(
  components: readonly Component[],
  invariants: readonly Invariant[],
  more: Partial<Model> = {},
): Model {
  const manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "light", namespace: "default", labels: { colour: "off" } },
  };
  return {
    name: "light",
    cluster: { nodes: 0, builtin: [], components },
    may: [{ act: "apply", manifest }],
    befall: [],
    invariants,
    ...more,
  };
}
