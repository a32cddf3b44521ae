import type { Component, Reconcile } from "../../machine/component.ts";
import { type UpstreamBugOptions, upstreamSwitches } from "../../upstream-bugs/index.ts";
import { COMPONENT, DAEMON_SETS, REVISIONS } from "./context.ts";
import { onDelete } from "./on-delete.ts";
import { onEvent } from "./on-event.ts";
import { rollingUpdateOf } from "./rolling-update.ts";
import type { UpdateStrategy } from "./strategy.ts";
import { syncDaemonSet } from "./sync-daemonset.ts";
import { syncNode } from "./sync-node.ts";
import { daemonVariants } from "./variants.ts";

export interface DaemonSetControllerOptions extends UpstreamBugOptions {
  /** Strategies besides `RollingUpdate` and `OnDelete`; one of the same name replaces it. */
  readonly strategies?: readonly UpdateStrategy[];
}

/**
 * The DaemonSet controller. Its queue holds `namespace/name` of DaemonSets, and the names of nodes that have come or
 * changed (the real one has a queue for these).
 * Source: pkg/controller/daemon/daemon_controller.go.
 */
export function createDaemonSetController(options: DaemonSetControllerOptions = {}): Component {
  const { strategies = [] } = options;
  const variants = daemonVariants(upstreamSwitches(options));
  const builtin = [rollingUpdateOf(variants), onDelete];
  const byName = new Map([...builtin, ...strategies].map((strategy) => [strategy.name, strategy]));
  return {
    name: COMPONENT,
    watches: [DAEMON_SETS, REVISIONS, "nodes", "pods"],
    onEvent: (event, handler) => onEvent(event, handler, variants),
    *reconcile(key, sync): Reconcile {
      if (!key.includes("/")) return syncNode(key, sync);
      return yield* syncDaemonSet(key, sync, byName, variants);
    },
  };
}
