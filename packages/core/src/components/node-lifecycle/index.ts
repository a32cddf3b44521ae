import type { WatchEvent } from "../../api/request.ts";
import type { Node } from "../../kubernetes/types.ts";
import type { Component, Handler } from "../../machine/component.ts";
import { LEASE_NAMESPACE, LEASES } from "../kubelet/lease.ts";
import { judgeZones } from "./disruption.ts";
import { lookAtNode } from "./health.ts";
import { nextLook } from "./heard.ts";
import { healthKey, isHealthKey, nodeKey, nodeOf, ZONES } from "./keys.ts";
import { followNode } from "./node.ts";

function onEvent({ type, resource, object, old }: WatchEvent, handler: Handler): void {
  const { name, namespace } = object.metadata;
  if (resource === LEASES) {
    if (namespace === LEASE_NAMESPACE) lookSoon(name, handler);
  } else {
    onNode(type === "MODIFIED" ? (old as Node) : undefined, object as Node, handler);
  }
}

function onNode(before: Node | undefined, node: Node, handler: Handler): void {
  const { name } = node.metadata;
  const changed = before?.spec !== node.spec || before?.status?.conditions !== node.status?.conditions;
  if (before === undefined || changed || before.metadata.labels !== node.metadata.labels)
    handler.enqueue(nodeKey(name));
  if (before === undefined || changed) lookSoon(name, handler);
}

/** Nothing looks at a node that does not change: with its lease renewed, every look would find it well. */
function lookSoon(name: string, handler: Handler): void {
  handler.enqueueAfter(healthKey(name), nextLook(handler.now) - handler.now);
}

/** Watches over the nodes' health and marks them with taints. Source: pkg/controller/nodelifecycle. The rules: RULES.md. */
export const nodeLifecycle: Component = {
  name: "node-lifecycle",
  watches: [LEASES, "nodes", "pods"],
  onEvent: (event, handler) => {
    if (event.resource !== "pods") onEvent(event, handler);
  },
  reconcile: (key, sync) =>
    key === ZONES ? judgeZones(sync) : isHealthKey(key) ? lookAtNode(nodeOf(key), sync) : followNode(nodeOf(key), sync),
};
