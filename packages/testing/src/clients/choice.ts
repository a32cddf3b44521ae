import type { Fault } from "@kubetick/apiserver";
import type { Action, Millis } from "@kubetick/core";
import type { ActChoice } from "../world/index.ts";
import type { ClientFaultName } from "./model.ts";

/** Something that can happen next in a run with clients. Plain data; a client is the so-manieth. */
export type ClientChoice =
  /** A component of the cluster does its next step. */
  | { readonly do: "cluster"; readonly action: Action }
  /** A client's request is carried out and answered. */
  | { readonly do: "answer"; readonly client: number; readonly request: number }
  /** The next news of a watch reaches its client, or the end of it does. */
  | { readonly do: "news"; readonly client: number; readonly watch: number }
  /** A client's timer that is due fires. */
  | { readonly do: "timer"; readonly client: number }
  /** A client that has ended is started again. */
  | { readonly do: "start"; readonly client: number }
  /** Nothing else is left to do at this instant: the clock moves on. */
  | { readonly do: "time"; readonly to: Millis }
  | ActChoice
  | ClientFaultChoice;

/** Something goes wrong; `fault` is what it is called in the model's budgets. */
export type ClientFaultChoice = { readonly do: "fault"; readonly client: number } & (
  | { readonly fault: "staleCache"; readonly watch: number }
  | { readonly fault: "controllerCrash" }
  | { readonly fault: "watchEnds"; readonly watch: number; readonly how: "ended" | "lost" }
  | { readonly fault: RequestFaultName; readonly request: number; readonly what: Fault }
);

type RequestFaultName = Exclude<ClientFaultName, "staleCache" | "controllerCrash" | "watchEnds">;

/** What the faults of requests are called in a model. */
export const REQUEST_FAULTS: Readonly<Record<RequestFaultName, readonly Fault[]>> = {
  requestTimeout: ["timeoutBefore", "timeoutAfter"],
  lostAnswer: ["lostBefore", "lostAfter"],
  conflict: ["conflict"],
  serverError: ["serverError"],
};
