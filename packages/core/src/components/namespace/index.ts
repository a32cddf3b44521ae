import type { Component } from "../../machine/component.ts";
import { deleteNamespace } from "./delete-namespace.ts";

/** Source: pkg/controller/namespace/namespace_controller.go namespaceDeletionGracePeriod. */
const GRACE_PERIOD = 5000;

/** Empties namespaces that are being deleted. Source: pkg/controller/namespace. The rules: RULES.md. */
export const namespaceController: Component = {
  name: "namespace-controller",
  watches: ["namespaces"],
  onEvent: ({ type, key, object }, handler) => {
    if (type !== "DELETED" && object.metadata.deletionTimestamp !== undefined) handler.enqueueAfter(key, GRACE_PERIOD);
  },
  reconcile: deleteNamespace,
};
