import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import type { Node } from "../../kubernetes/types.ts";
import type { Reconcile, Sync, SyncResult } from "../../machine/component.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { isReady, readyCondition, unknownConditions } from "./conditions.ts";
import { silentFrom } from "./heard.ts";
import { ZONES } from "./keys.ts";
import { markPodsNotReady } from "./pods-not-ready.ts";
import { sayOfNode } from "./say.ts";
import { hasTaint, NOT_READY, swapTaints, UNREACHABLE } from "./taints.ts";

const known = (name: string) => `known/${name}`;
const retry = (name: string) => `retry/${name}`;

/** One look at one node. Source: pkg/controller/nodelifecycle/node_lifecycle_controller.go monitorNodeHealth. */
export function* lookAtNode(name: string, sync: Sync): Reconcile {
  const node = sync.view.get<Node>("nodes", name);
  if (node === undefined) return yield* removeNode(sync, name);
  yield* registerNode(sync, node);
  const silent = silentFrom(sync.view, sync.memory, node, sync.now);
  const result: SyncResult = silent > sync.now && Number.isFinite(silent) ? { requeueAfter: silent - sync.now } : {};
  const seen = silent <= sync.now ? yield* markUnknown(sync, node) : node;
  if (typeof seen === "string") return { error: seen };
  const error = (yield* followTaints(sync, seen)) ?? (yield* followPods(sync, node, seen));
  sync.enqueue(ZONES);
  return error === undefined ? result : { error };
}

function* registerNode(sync: Sync, { metadata: { name, uid } }: Node): Generator<ApiRequest, void, ApiResponse> {
  if (sync.memory.get(known(name)) !== undefined) return;
  sync.memory.set(known(name), uid);
  yield* sayOfNode(sync, name, uid, "RegisteredNode", `Node ${name} event: Registered Node ${name} in Controller`);
}

function* removeNode(sync: Sync, name: string): Generator<ApiRequest, void, ApiResponse> {
  const uid = sync.memory.get<string>(known(name));
  sync.memory.delete(retry(name));
  sync.enqueue(ZONES);
  if (uid === undefined) return;
  sync.memory.delete(known(name));
  yield* sayOfNode(sync, name, uid, "RemovingNode", `Node ${name} event: Removing Node ${name} from Controller`);
}

/** The node with conditions that say that nothing is known of it, or what went wrong. Source: tryUpdateNodeHealth. */
function* markUnknown(sync: Sync, node: Node): Generator<ApiRequest, Node | string, ApiResponse> {
  if (readyCondition(node)?.status === "Unknown") return node;
  const changed = { ...node, status: { ...node.status, conditions: unknownConditions(node, sync.now) } };
  const response = yield {
    verb: "update",
    resource: "nodes",
    name: node.metadata.name,
    subresource: "status",
    body: changed,
  };
  return isFailure(response) && !isNotFound(response)
    ? errorText(response)
    : isNotFound(response)
      ? changed
      : (response.body as Node);
}

/**
 * A node that is ready loses its NoExecute taints, one that is tainted for the other reason has the taint exchanged;
 * a new taint is handed out zone by zone (`zones.ts`). Source: processTaintBaseEviction.
 */
function* followTaints(sync: Sync, node: Node): Generator<ApiRequest, string | undefined, ApiResponse> {
  const status = readyCondition(node)?.status;
  const has = (taint: typeof NOT_READY) => hasTaint(node.spec?.taints, taint);
  if (status === "True") return yield* swapTaints(node, [], [UNREACHABLE, NOT_READY].filter(has), sync.now);
  if (status === "False" && has(UNREACHABLE)) return yield* swapTaints(node, [NOT_READY], [UNREACHABLE], sync.now);
  if (status === "Unknown" && has(NOT_READY)) return yield* swapTaints(node, [UNREACHABLE], [NOT_READY], sync.now);
  return undefined;
}

function* followPods(sync: Sync, before: Node, node: Node): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { name, uid } = node.metadata;
  const stopped = isReady(before) && !isReady(node);
  if (stopped) yield* sayOfNode(sync, name, uid, "NodeNotReady", `Node ${name} status is now: NodeNotReady`);
  const again = sync.memory.get(retry(name)) !== undefined && !isReady(node);
  const error = stopped || again ? yield* markPodsNotReady(sync, name) : undefined;
  if (error !== undefined) sync.memory.set(retry(name), true);
  else if (sync.memory.get(retry(name)) !== undefined) sync.memory.delete(retry(name));
  return error;
}
