import type { Millis, ResourceName } from "@kubetick/core";

/** What a describer asks the cluster, besides the object that it describes. */
export interface DescribeWorld {
  readonly now: Millis;
  /** Whether the events about the object are listed. */
  readonly showEvents: boolean;
  /** The objects of a resource; of all namespaces where `namespace` is empty. */
  list<T>(resource: ResourceName, namespace: string, selectors?: Selectors): readonly T[];
  /** One object, or the server's words about why there is none. */
  find<T extends object>(resource: ResourceName, namespace: string, name: string): T | string;
}

export interface Selectors {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/** The text about one object, as `kubectl describe` prints it. */
export type Describer<T> = (object: T, world: DescribeWorld) => string;
