import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import type { Pod } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { formatTime } from "../../time.ts";
import { recordEvent } from "../events/recorder.ts";
import { errorText, isNotFound } from "../shared/api-error.ts";
import { referenceTo } from "../shared/controller-ref.ts";
import { readyCondition } from "../shared/pod-conditions.ts";
import { NODE_CONTROLLER } from "./say.ts";

/**
 * The pods of a node that has gone silent count as not ready: services must not send them anything.
 * Source: pkg/controller/util/node/controller_utils.go MarkPodsNotReady.
 */
export function* markPodsNotReady(sync: Sync, node: string): Generator<ApiRequest, string | undefined, ApiResponse> {
  let error: string | undefined;
  for (const pod of sync.view.byIndex<Pod>("pods", "node", node)) {
    const ready = readyCondition(pod);
    if (ready === undefined || ready.status === "False") continue;
    const { namespace = "", name, uid } = pod.metadata;
    const condition = { ...ready, status: "False", lastTransitionTime: formatTime(sync.now) };
    const response = yield {
      verb: "patch",
      resource: "pods",
      namespace,
      name,
      subresource: "status",
      patchType: "strategic",
      body: { metadata: { uid }, status: { conditions: [condition] } },
    };
    if (isNotFound(response)) continue;
    if (isFailure(response)) error = errorText(response);
    yield* recordEvent(sync, {
      involvedObject: referenceTo(pod),
      type: "Warning",
      reason: "NodeNotReady",
      message: "Node is not ready",
      component: NODE_CONTROLLER,
    });
  }
  return error;
}
