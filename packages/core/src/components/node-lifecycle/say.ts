import type { ApiRequest, ApiResponse } from "../../api/request.ts";
import type { Sync } from "../../machine/component.ts";
import { recordEvent } from "../events/recorder.ts";

const COMPONENT = "node-controller";

/** An event about a node. Source: pkg/controller/util/node/controller_utils.go RecordNodeEvent, RecordNodeStatusChange. */
export function sayOfNode(
  sync: Sync,
  name: string,
  uid: string,
  reason: string,
  message: string,
): Generator<ApiRequest, void, ApiResponse> {
  return recordEvent(sync, {
    involvedObject: { apiVersion: "v1", kind: "Node", name, uid },
    type: "Normal",
    reason,
    message,
    component: COMPONENT,
  });
}

export { COMPONENT as NODE_CONTROLLER };
