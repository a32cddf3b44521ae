import type { ApiRequest, ApiResponse, KubeObject, ResourceName } from "../src/api/request.ts";
import { resourceForKind } from "../src/kubernetes/resources.ts";
import type { Event } from "../src/kubernetes/types.ts";
import type { Component } from "../src/machine/component.ts";
import { createMachine } from "../src/machine/machine.ts";
import type { ClusterState } from "../src/machine/state.ts";
import { viewOf } from "../src/store/view.ts";

/** A cluster in the hands of a test: it holds the state, and tells in short what one would look at. */
export class Play {
  state: ClusterState;
  readonly machine: ReturnType<typeof createMachine>;

  constructor(...components: Component[]) {
    this.machine = createMachine({ components });
    this.state = this.machine.initialState({ seed: 1 });
  }

  request(request: ApiRequest): ApiResponse {
    const { state, response } = this.machine.request(this.state, request);
    this.state = state;
    return response;
  }

  /** Creates an object; throws if the server refuses. */
  create<T extends KubeObject>(object: object): T {
    const { apiVersion, kind, metadata } = object as KubeObject;
    const known = resourceForKind(apiVersion, kind);
    if (known === undefined) throw new Error(`no such kind: ${kind}`);
    const namespace = known.namespaced ? { namespace: metadata.namespace ?? "default" } : {};
    return this.must({ verb: "create", resource: known.resource, ...namespace, body: object }) as T;
  }

  patch(resource: ResourceName, key: string, body: object, subresource?: string): KubeObject {
    return this.must({
      verb: "patch",
      patchType: "merge",
      resource,
      ...this.#named(key),
      body,
      ...(subresource ? { subresource } : {}),
    });
  }

  delete(resource: ResourceName, key: string, options: ApiRequest["options"] = {}): KubeObject {
    return this.must({ verb: "delete", resource, ...this.#named(key), options });
  }

  must(request: ApiRequest): KubeObject {
    const response = this.request(request);
    if (response.code >= 400) throw new Error(JSON.stringify(response.body));
    return response.body as KubeObject;
  }

  get<T extends KubeObject>(resource: ResourceName, key: string): T | undefined {
    return viewOf(this.state.tables).get<T>(resource, key);
  }

  list<T extends KubeObject>(resource: ResourceName): readonly T[] {
    return viewOf(this.state.tables).list<T>(resource);
  }

  names(resource: ResourceName): string[] {
    return this.list(resource).map(({ metadata }) => metadata.name);
  }

  /** Plays what is runnable now, without moving the clock. */
  settle(): this {
    this.state = this.machine.run(this.state, this.state.now);
    return this;
  }

  /** Lets so many virtual milliseconds pass. */
  pass(milliseconds: number): this {
    this.state = this.machine.run(this.state, this.state.now + milliseconds);
    return this;
  }

  /** `Type Reason object: message` of each event, in the order in which they were written. */
  events(): string[] {
    const events = [...this.list<Event>("events")];
    events.sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
    return events.map(
      ({ type, reason, involvedObject, message }) => `${type} ${reason} ${involvedObject.name}: ${message}`,
    );
  }

  #named(key: string): Pick<ApiRequest, "namespace" | "name"> {
    const slash = key.indexOf("/");
    return slash < 0 ? { name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
  }
}
