import {
  type ApiRequest,
  type ApiResponse,
  bodyOf,
  isFailure,
  type KubeObject,
  type PatchType,
  type RequestOptions,
  type ResourceName,
  type Status,
  type WatchEvent,
} from "@kubetick/core";

/** A request that the API refused: a Kubernetes `Status`, as the real server words it. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status code. */
  readonly code: number;
  /** Such as `NotFound`, `Conflict`, `Invalid`. */
  readonly reason: string;
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? "the API refused the request");
    this.status = status;
    this.code = status.code ?? 500;
    this.reason = status.reason ?? "";
  }
}

/** Where an object is: `namespace/name`, or `name` for a cluster-scoped one. */
export type ObjectPath = string;

export interface ListOptions extends Pick<RequestOptions, "labelSelector" | "fieldSelector"> {
  /** Only this namespace. Default: all. */
  readonly namespace?: string;
}

export type WatchHandler<T extends KubeObject = KubeObject> = (event: WatchEvent<T>) => void;

export interface WatchOptions extends Pick<ListOptions, "namespace"> {
  /** Only what changed after this version (`metadata.resourceVersion` of a list). Default: what changes from now on. */
  readonly resourceVersion?: string;
}

/** What `Api` needs: a way to send a request, and to hear of changes. */
export interface ApiTransport {
  request(request: ApiRequest): ApiResponse;
  watch(resource: ResourceName, handler: WatchHandler, options: WatchOptions): () => void;
}

/**
 * The verbs of the API, for any resource, as a client library offers them. Each throws an `ApiError` where the server refuses.
 *
 * @example
 * cluster.api.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "default" } }, "configmaps");
 */
export class Api {
  readonly #transport: ApiTransport;

  constructor(transport: ApiTransport) {
    this.#transport = transport;
  }

  get<T extends KubeObject>(resource: ResourceName, path: ObjectPath): T {
    return this.#send<T>({ verb: "get", resource, ...located(path) });
  }

  /** As `get`, but undefined where there is no such object. */
  find<T extends KubeObject>(resource: ResourceName, path: ObjectPath): T | undefined {
    const response = this.#transport.request({ verb: "get", resource, ...located(path) });
    if (response.code === 404) return undefined;
    return checked<T>(response);
  }

  list<T extends KubeObject>(resource: ResourceName, { namespace, ...options }: ListOptions = {}): readonly T[] {
    return this.#send<{ items: T[] }>({
      verb: "list",
      resource,
      options,
      ...(namespace === undefined ? {} : { namespace }),
    }).items;
  }

  create<T extends KubeObject>(resource: ResourceName, object: object, options: RequestOptions = {}): T {
    const { namespace } = metadataOf(object);
    return this.#send<T>({
      verb: "create",
      resource,
      body: object,
      options,
      ...(namespace === undefined ? {} : { namespace }),
    });
  }

  /** Replaces an object. With a `metadata.resourceVersion` in it: only if nobody has changed it since. */
  update<T extends KubeObject>(resource: ResourceName, object: T, subresource?: "status"): T {
    const { name, namespace } = metadataOf(object);
    return this.#send<T>({
      verb: "update",
      resource,
      name,
      body: object,
      ...(namespace === undefined ? {} : { namespace }),
      ...(subresource ? { subresource } : {}),
    });
  }

  patch<T extends KubeObject>(
    resource: ResourceName,
    path: ObjectPath,
    patch: object,
    type: PatchType = "strategic",
    subresource?: "status",
  ): T {
    return this.#send<T>({
      verb: "patch",
      resource,
      ...located(path),
      body: patch,
      patchType: type,
      ...(subresource ? { subresource } : {}),
    });
  }

  delete(resource: ResourceName, path: ObjectPath, options: RequestOptions = {}): void {
    this.#send({ verb: "delete", resource, ...located(path), options });
  }

  /** Calls `handler` for each change, right after it happened, until the returned function is called. */
  watch<T extends KubeObject>(
    resource: ResourceName,
    handler: WatchHandler<T>,
    options: WatchOptions = {},
  ): () => void {
    return this.#transport.watch(resource, handler as WatchHandler, options);
  }

  #send<T>(request: ApiRequest): T {
    return checked<T>(this.#transport.request(request));
  }
}

function checked<T>(response: ApiResponse): T {
  if (isFailure(response)) throw new ApiError(bodyOf<Status>(response));
  return bodyOf<T>(response);
}

/** What is no object has no metadata: the server says what is wrong with it. */
function metadataOf(object: object): Partial<KubeObject["metadata"]> {
  return (object as Partial<KubeObject> | null | undefined)?.metadata ?? {};
}

function located(path: ObjectPath): { name: string; namespace?: string } {
  if (typeof path !== "string")
    throw new TypeError(`an object is named by a text such as "default/my-pod" or "node-1", not by ${String(path)}`);
  const slash = path.indexOf("/");
  return slash < 0 ? { name: path } : { namespace: path.slice(0, slash), name: path.slice(slash + 1) };
}
