import { type ApiRequest, type ApiResponse, isFailure, type ObjectKey } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Reconcile, Sync } from "../../machine/component.ts";
import { formatTime } from "../../time.ts";
import { recordEvent } from "../events/recorder.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { cancel, evictionOf, plan } from "./evictions.ts";
import { noExecuteTaints, tolerationTime } from "./toleration-time.ts";

const COMPONENT = "taint-eviction-controller";

/**
 * Plans, carries out or cancels the eviction of one pod.
 * Source: pkg/controller/tainteviction/taint_eviction.go handlePodUpdate, processPodOnNode.
 */
export function* followPod(key: ObjectKey, sync: Sync): Reconcile {
  const pod = sync.view.get<Pod>("pods", key);
  if (pod === undefined) return yield* cancelled(sync, key);
  const node = sync.view.get<Node>("nodes", pod.spec?.nodeName ?? "");
  // That its node is gone changes nothing: it may still be planned to go.
  if (node === undefined) return yield* carriedOut(sync, key, pod);
  const taints = noExecuteTaints(node.spec?.taints);
  if (taints.length === 0) return yield* cancelled(sync, key);
  const time = tolerationTime(taints, pod.spec?.tolerations);
  if (time === Number.POSITIVE_INFINITY) return yield* cancelled(sync, key);
  const planned = evictionOf(sync.memory, key);
  // A plan stands, whatever the limit is by now, unless the pod is to go at once.
  if (time === undefined && planned !== undefined && planned.done !== true && planned.at > sync.now) {
    yield* cancelled(sync, key);
    plan(sync.memory, key, { at: sync.now });
  } else if (planned === undefined) plan(sync.memory, key, { at: sync.now + (time ?? 0) });
  return yield* carriedOut(sync, key, pod);
}

function* cancelled(sync: Sync, key: ObjectKey): Generator<ApiRequest, void, ApiResponse> {
  if (cancel(sync.memory, key)) yield* say(sync, key, `Cancelling deletion of Pod ${key}`);
}

/** Source: taint_eviction.go deletePodHandler, addConditionAndDeletePod. */
function* carriedOut(sync: Sync, key: ObjectKey, pod: Pod): Reconcile {
  const planned = evictionOf(sync.memory, key);
  if (planned === undefined || planned.done === true) return;
  if (planned.at > sync.now) return { requeueAfter: planned.at - sync.now, timer: "background" };
  plan(sync.memory, key, { ...planned, done: true });
  yield* say(sync, key, `Marking for deletion Pod ${key}`);
  const failed = yield* markAndDelete(sync, pod);
  if (failed === undefined) return;
  plan(sync.memory, key, planned);
  return { error: failed };
}

function* markAndDelete(sync: Sync, pod: Pod): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { namespace = "", name, uid, generation } = pod.metadata;
  const condition = {
    type: "DisruptionTarget",
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    status: "True",
    lastTransitionTime: formatTime(sync.now),
    reason: "DeletionByTaintManager",
    message: "Taint manager: deleting due to NoExecute taint",
  };
  const target = { resource: "pods", namespace, name };
  const marked = yield {
    verb: "patch",
    ...target,
    subresource: "status",
    patchType: "strategic",
    body: { metadata: { uid }, status: { conditions: [condition] } },
  };
  if (isFailure(marked)) return isNotFound(marked) ? undefined : errorText(marked);
  const deleted = yield { verb: "delete", ...target };
  return isFailure(deleted) && !isNotFound(deleted) ? errorText(deleted) : undefined;
}

/** Source: taint_eviction.go emitPodDeletionEvent: the reference has no uid. */
function say(sync: Sync, key: ObjectKey, message: string): Generator<ApiRequest, void, ApiResponse> {
  const [namespace = "", name = ""] = key.split("/");
  return recordEvent(sync, {
    involvedObject: { apiVersion: "v1", kind: "Pod", namespace, name },
    type: "Normal",
    reason: "TaintManagerEviction",
    message,
    component: COMPONENT,
  });
}
