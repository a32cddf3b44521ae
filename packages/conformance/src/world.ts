import type { HttpRequest } from "./scenario.ts";

/** An object of the API, as JSON has it. */
// biome-ignore lint/suspicious/noExplicitAny: objects of every kind, looked at field by field.
export type Thing = any;

export interface Answer {
  readonly code: number;
  readonly body: Thing;
  /** The texts of its `Warning` headers. */
  readonly warnings?: readonly string[];
}

/** What a watch saw. */
export interface Change {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: Thing;
}

/** A cluster to play scenarios on: the real one, or ours. */
export interface World {
  request(request: HttpRequest): Promise<Answer>;
  wait(seconds: number): Promise<void>;
  /** Until nothing has changed for so many seconds. */
  settle(quiet: number): Promise<void>;
  /** All objects of what is watched. */
  objects(): Promise<readonly Thing[]>;
  /** The changes since the last call, in the order in which they were seen. */
  changes(): readonly Change[];
  close(): Promise<void>;
}

/** The resources that are looked at: their paths. */
export const WATCHED = [
  "/api/v1/namespaces",
  "/api/v1/nodes",
  "/api/v1/pods",
  "/api/v1/events",
  "/api/v1/configmaps",
  "/api/v1/secrets",
  "/apis/apps/v1/controllerrevisions",
  "/apis/apps/v1/daemonsets",
  "/apis/apps/v1/deployments",
  "/apis/apps/v1/replicasets",
] as const;
