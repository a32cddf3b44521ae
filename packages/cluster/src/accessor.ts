import type { KubeObject, PatchType, RequestOptions, ResourceName } from "@kubetick/core";
import type { Api, ListOptions, ObjectPath, WatchHandler } from "./api.ts";

/** An object as the server gives it back: the spec and status that its kind has are there. */
export type Stored<T extends KubeObject> = T & {
  readonly [K in Extract<keyof T, "spec" | "status">]-?: NonNullable<T[K]>;
};

/**
 * The verbs of the API for one kind, typed: `cluster.pods`, `cluster.daemonSets`, ….
 *
 * @example cluster.daemonSets.get("kube-system/kube-proxy").status.numberReady
 */
export class Accessor<T extends KubeObject> {
  readonly #api: Api;
  readonly resource: ResourceName;

  constructor(api: Api, resource: ResourceName) {
    this.#api = api;
    this.resource = resource;
  }

  /** @throws ApiError (404) where there is no such object */
  get(path: ObjectPath): Stored<T> {
    return this.#api.get<Stored<T>>(this.resource, path);
  }

  find(path: ObjectPath): Stored<T> | undefined {
    return this.#api.find<Stored<T>>(this.resource, path);
  }

  list(options?: ListOptions): readonly Stored<T>[] {
    return this.#api.list<Stored<T>>(this.resource, options);
  }

  create(object: object, options?: RequestOptions): Stored<T> {
    return this.#api.create<Stored<T>>(this.resource, object, options);
  }

  update(object: T): Stored<T> {
    return this.#api.update<Stored<T>>(this.resource, object as Stored<T>);
  }

  patch(path: ObjectPath, patch: object, type?: PatchType): Stored<T> {
    return this.#api.patch<Stored<T>>(this.resource, path, patch, type);
  }

  delete(path: ObjectPath, options?: RequestOptions): void {
    this.#api.delete(this.resource, path, options);
  }

  watch(handler: WatchHandler<T>): () => void {
    return this.#api.watch<T>(this.resource, handler);
  }
}
