import { type Filter, unresolvable } from "./filter.ts";

/** A pod that names its node runs on no other. Source: plugins/nodename/node_name.go Fits. */
export const nodeName: Filter = (pod, { node }) => {
  const wanted = pod.spec?.nodeName ?? "";
  if (wanted === "" || wanted === node.metadata.name) return undefined;
  return unresolvable("NodeName", "node(s) didn't match the requested node name");
};
