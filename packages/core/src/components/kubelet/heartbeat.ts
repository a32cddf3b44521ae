import type { KubeObject } from "../../api/request.ts";
import type { ClusterState } from "../../machine/state.ts";

/** A Node or Lease as a reader sees it: with the heartbeats of its machine, which are computed and not simulated. */
export function withHeartbeat<T extends KubeObject>(_state: ClusterState, object: T): T {
  return object;
}
