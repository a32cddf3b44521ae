import type { Component } from "../machine/component.ts";
import type { UpstreamBugOptions } from "../upstream-bugs/index.ts";
import type { UpdateStrategy } from "./daemonset/index.ts";
import { createDaemonSetController } from "./daemonset/index.ts";
import { deploymentController } from "./deployment/index.ts";
import { eventTtl } from "./event-ttl/index.ts";
import { garbageCollector } from "./garbage-collector/index.ts";
import { kubelet } from "./kubelet/index.ts";
import { namespaceController } from "./namespace/index.ts";
import { nodeLifecycle } from "./node-lifecycle/index.ts";
import { podGarbageCollector } from "./pod-gc/index.ts";
import { replicaSetController } from "./replicaset/index.ts";
import { defaultScheduler } from "./scheduler/index.ts";
import { taintEviction } from "./taint-eviction/index.ts";

export interface BuiltinComponentsOptions extends UpstreamBugOptions {
  /** Update strategies of DaemonSets besides `RollingUpdate` and `OnDelete`. */
  readonly strategies?: readonly UpdateStrategy[];
}

/**
 * The components of a cluster, in the order in which a tick lets them act: who places and runs pods, who cleans up, and
 * then who decides what should be. So whoever counts pods sees all that an instant has brought, at once. Only the taint
 * manager is late, as the real one is, which writes an event and a condition before it deletes a pod: the DaemonSet
 * controller deletes those that it does not want on a tainted node, and adopts one that it selects, before that.
 */
export function builtinComponents(options: BuiltinComponentsOptions = {}): Component[] {
  return [
    defaultScheduler,
    kubelet,
    nodeLifecycle,
    podGarbageCollector,
    garbageCollector,
    namespaceController,
    deploymentController,
    replicaSetController,
    createDaemonSetController(options),
    taintEviction,
    eventTtl,
  ];
}
