import type { WatchEvent } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Component, Handler } from "../../machine/component.ts";
import { keyOf } from "../shared/controller-ref.ts";
import { evictionOf } from "./evictions.ts";
import { followPod } from "./pod.ts";
import { noExecuteTaints } from "./toleration-time.ts";

function onNode({ type, object, old }: WatchEvent<Node>, handler: Handler): void {
  if (type === "DELETED" || (type === "MODIFIED" && old?.spec === object.spec)) return;
  const [before, after] = [
    noExecuteTaints(type === "MODIFIED" ? old?.spec?.taints : undefined),
    noExecuteTaints(object.spec?.taints),
  ];
  if (JSON.stringify(before) === JSON.stringify(after)) return;
  for (const pod of handler.view.byIndex<Pod>("pods", "node", object.metadata.name)) handler.enqueue(keyOf(pod));
}

function onPod({ type, key, object, old }: WatchEvent<Pod>, handler: Handler): void {
  if (
    type === "MODIFIED" &&
    old?.spec?.tolerations === object.spec?.tolerations &&
    old?.spec?.nodeName === object.spec?.nodeName
  )
    return;
  const tainted = () =>
    noExecuteTaints(handler.view.get<Node>("nodes", object.spec?.nodeName ?? "")?.spec?.taints).length > 0;
  if (evictionOf(handler.memory, key) !== undefined || (type !== "DELETED" && object.spec?.nodeName && tainted()))
    handler.enqueue(key);
}

/** Evicts pods from nodes with NoExecute taints that they do not tolerate, or not so long. Source: pkg/controller/tainteviction. */
export const taintEviction: Component = {
  name: "taint-eviction",
  watches: ["nodes", "pods"],
  onEvent: (event, handler) =>
    event.resource === "nodes" ? onNode(event as WatchEvent<Node>, handler) : onPod(event as WatchEvent<Pod>, handler),
  reconcile: followPod,
};
