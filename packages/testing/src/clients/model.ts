import type { ClientHost } from "@kubetick/apiserver";
import type { Model } from "../model/index.ts";

/** A client under test: a program that talks to the API server, such as a controller. */
export interface Client {
  /** Names it in stories and tokens, and in the cluster's lists of who asked for what. */
  readonly name: string;
  /**
   * Starts it. It is to reach the cluster through `host` alone: `host.fetch`, or `connect(new KubeConfig(), host)` for
   * @kubernetes/client-node. It is called anew for each run and after each crash, so it must keep nothing outside of itself.
   * What it returns is waited for; where that fails the program has ended, and is started again 10 s later.
   */
  readonly start: (host: ClientHost) => unknown;
}

/** How often something may go wrong for the clients in one run. Left out: never. */
export interface ClientFaultBudgets {
  /** The news of a watch come later than all else that happens, for a while. */
  readonly staleCache?: number;
  /** A client ends in the middle of what it does, and is started again. */
  readonly controllerCrash?: number;
  /** A request gets 504 for an answer, whether the server has carried it out or not. */
  readonly requestTimeout?: number;
  /** The connection breaks before the answer is there, whether the server has carried the request out or not. */
  readonly lostAnswer?: number;
  /** An update, patch or deletion is refused with 409: somebody else has been quicker. */
  readonly conflict?: number;
  /** A request is refused with 500. */
  readonly serverError?: number;
  /** The server ends a watch, or its connection breaks. */
  readonly watchEnds?: number;
}

export type ClientFaultName = keyof ClientFaultBudgets;

/**
 * A model as `check` has it, whose faults befall clients: `late` says of which resources their news may come late. The clients'
 * own steps may come in any order, whichever components `interleave` names.
 *
 * @example
 * const model: ClientModel = {
 *   name: "a config for each node",
 *   cluster: { nodes: 1, builtin: [] },
 *   may: [{ act: "labelNode", node: "node-1", key: "zone", value: "b" }],
 *   faults: { staleCache: 1 },
 *   invariants: [oneConfigPerNode],
 * };
 */
export interface ClientModel extends Omit<Model, "faults" | "befall" | "opening" | "lateBy"> {
  readonly faults?: ClientFaultBudgets;
}
