import type { ApiRequest, Millis, ResourceName } from "../api/request.ts";
import type { Key } from "./component.ts";

/** Everything that can happen to a cluster. Plain data: a list of actions replays a run. */
export type Action =
  /** Somebody from outside asks the API for something. */
  | { readonly type: "request"; readonly request: ApiRequest }
  /** A component's informers receive the changes that they have not seen: of all its resources, or of one. */
  | { readonly type: "deliver"; readonly component: string; readonly resource?: ResourceName }
  /** A component takes a key from its queue, and runs as far as its first request. `from`: see `ComponentContext.walkFrom`. */
  | { readonly type: "sync"; readonly component: string; readonly key: Key; readonly from?: string }
  /** The request that a component's sync waits for is carried out, and the sync runs on to the next. */
  | { readonly type: "proceed"; readonly component: string }
  /** The clock moves. Only as far as the next timer. */
  | { readonly type: "time"; readonly to: Millis };
