import type { ApiRequest, ApiResponse, Millis } from "../../api/request.ts";
import type { Node } from "../../kubernetes/types.ts";
import type { Reconcile, Sync } from "../../machine/component.ts";
import { readyCondition } from "./conditions.ts";
import { hearAll } from "./heard.ts";
import { hasTaint, NOT_READY, swapTaints, UNREACHABLE } from "./taints.ts";
import { evictionRate, isCutOff, type Zone, zonesOf } from "./zones.ts";

const CUT_OFF = "cut-off";
const lastTainted = (zone: string) => `last-tainted/${zone}`;

/**
 * Hands out NoExecute taints to nodes that are not ready, zone by zone, no faster than each zone's rate; and to none at
 * all while every node seems to be down.
 * Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go handleDisruption, doNoExecuteTaintingPass.
 */
export function* judgeZones(sync: Sync): Reconcile {
  const zones = zonesOf(sync.view);
  const cutOff = isCutOff(zones);
  const wasCutOff = sync.memory.get(CUT_OFF) === true;
  if (cutOff) {
    if (!wasCutOff) yield* enterDisruption(sync);
    return;
  }
  if (wasCutOff) {
    sync.memory.delete(CUT_OFF);
    hearAll(sync.memory, sync.now);
  }
  let error: string | undefined;
  let wait = Number.POSITIVE_INFINITY;
  for (const [key, zone] of [...zones].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const outcome = yield* taintNext(sync, key, zone);
    if (typeof outcome === "string") error = outcome;
    else wait = Math.min(wait, outcome);
  }
  if (error !== undefined) return { error };
  return Number.isFinite(wait) ? { requeueAfter: wait } : undefined;
}

/** Taints the zone's next node if its rate allows it. Returns when to come again, or what went wrong. */
function* taintNext(sync: Sync, key: string, zone: Zone): Generator<ApiRequest, Millis | string, ApiResponse> {
  const rate = evictionRate(zone);
  const node = zone.next === undefined ? undefined : sync.view.get<Node>("nodes", zone.next.name);
  if (node === undefined || rate === 0) return Number.POSITIVE_INFINITY;
  const due = (sync.memory.get<number>(lastTainted(key)) ?? Number.NEGATIVE_INFINITY) + 1000 / rate;
  if (due > sync.now) return due - sync.now;
  const [add, opposite] =
    readyCondition(node)?.status === "False" ? [NOT_READY, UNREACHABLE] : [UNREACHABLE, NOT_READY];
  const error = yield* swapTaints(node, [add], [opposite], sync.now);
  if (error !== undefined) return error;
  sync.memory.set(lastTainted(key), sync.now);
  return 1000 / rate;
}

/** All nodes seem to be down: their pods are to stay. */
function* enterDisruption(sync: Sync): Generator<ApiRequest, void, ApiResponse> {
  sync.memory.set(CUT_OFF, true);
  for (const node of sync.view.list<Node>("nodes")) {
    const taints = [UNREACHABLE, NOT_READY].filter((taint) => hasTaint(node.spec?.taints, taint));
    if (taints.length > 0) yield* swapTaints(node, [], taints, sync.now);
  }
}
