import type { ApiRequest, ApiResponse, KubeObject } from "../../src/api/request.ts";
import { createDaemonSetController, type DaemonSetControllerOptions } from "../../src/components/daemonset/index.ts";
import type {
  ControllerRevision,
  DaemonSet,
  Event,
  Node,
  Pod,
  PodCondition,
  Status,
} from "../../src/kubernetes/types.ts";
import type { Component } from "../../src/machine/component.ts";
import { createMachine, type Machine } from "../../src/machine/machine.ts";
import type { ClusterState, ComponentState } from "../../src/machine/state.ts";
import { continueSync } from "../../src/machine/sync.ts";
import { entries, get } from "../../src/store/tree.ts";
import { formatTime } from "../../src/time.ts";

const CONTROLLER = "daemonset-controller";
const NAME = "foo";

type Patch<T> = { readonly [K in keyof T]?: T[K] extends object | undefined ? Patch<T[K]> : T[K] };

/** What one sync did to pods. */
export interface SyncOutcome {
  readonly created: number;
  readonly deleted: number;
}

/** A cluster with only the DaemonSet controller, driven one sync at a time: the counterpart of upstream's fake pod control. */
export class DaemonWorld {
  readonly machine: Machine;
  state: ClusterState;
  readonly key = `default/${NAME}`;
  /** Answers instead of the server, where it answers at all. */
  intercept: (request: ApiRequest) => ApiResponse | undefined = () => undefined;
  readonly requests: ApiRequest[] = [];

  constructor(options: DaemonSetControllerOptions = {}) {
    this.machine = createMachine({ components: [createDaemonSetController(options)] });
    this.state = this.machine.initialState();
  }

  request<T = KubeObject>(request: ApiRequest): T {
    const { state, response } = this.machine.request(this.state, request);
    if (response.code >= 400) throw new Error((response.body as Status).message);
    this.state = state;
    return response.body as T;
  }

  addNodes(from: number, count: number, labels: Readonly<Record<string, string>> = {}): this {
    for (let i = from; i < from + count; i++) this.addNode(`node-${i}`, { metadata: { labels } });
    return this;
  }

  addNode(name: string, { metadata, spec }: Patch<Node> = {}): this {
    const body = { apiVersion: "v1", kind: "Node", metadata: { ...metadata, name }, spec };
    this.request({ verb: "create", resource: "nodes", body });
    // A new node is tainted as not ready; here it becomes ready at once.
    this.request({
      verb: "patch",
      patchType: "merge",
      resource: "nodes",
      name,
      body: { spec: { taints: spec?.taints ?? null } },
    });
    return this;
  }

  deleteNode(name: string): void {
    this.request({ verb: "delete", resource: "nodes", name });
  }

  /** Creates the DaemonSet `default/foo`; its spec may be overridden in part. */
  apply(spec: object = {}, metadata: object = {}): DaemonSet {
    const template = {
      metadata: { labels: { name: "simple-daemon" } },
      spec: { containers: [{ name: "c", image: "foo/bar" }] },
    };
    const body = {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { ...metadata, name: NAME, namespace: "default" },
      spec: {
        selector: { matchLabels: { name: "simple-daemon" } },
        template,
        updateStrategy: { type: "OnDelete" },
        ...spec,
      },
    };
    return this.request<DaemonSet>({ verb: "create", resource: "daemonsets.apps", namespace: "default", body });
  }

  edit(change: object): void {
    this.request({
      verb: "patch",
      patchType: "merge",
      resource: "daemonsets.apps",
      namespace: "default",
      name: NAME,
      body: change,
    });
  }

  setImage(image: string, strategy?: object): void {
    const updateStrategy = strategy === undefined ? {} : { updateStrategy: strategy };
    this.edit({ spec: { template: { spec: { containers: [{ name: "c", image }] } }, ...updateStrategy } });
  }

  get daemonSet(): DaemonSet {
    return this.request<DaemonSet>({ verb: "get", resource: "daemonsets.apps", namespace: "default", name: NAME });
  }

  list<T extends KubeObject>(resource: string): readonly T[] {
    return this.request<{ items: readonly T[] }>({ verb: "list", resource, namespace: "default" }).items;
  }

  get pods(): readonly Pod[] {
    return this.list<Pod>("pods");
  }

  get events(): readonly Event[] {
    return this.list<Event>("events");
  }

  get revisions(): readonly ControllerRevision[] {
    return this.list<ControllerRevision>("controllerrevisions.apps");
  }

  get controller(): ComponentState {
    return this.state.components[CONTROLLER] as ComponentState;
  }

  get queued(): readonly string[] {
    return [...entries(this.controller.queue)].map(([key]) => key);
  }

  timerOf(key: string): number | undefined {
    const name = get(this.controller.timers.names, key);
    return name === undefined ? undefined : get(this.controller.timers.queue, name)?.due;
  }

  memory(prefix: string): readonly (readonly [string, unknown])[] {
    return [...entries(this.controller.memory)].filter(([key]) => key.startsWith(prefix));
  }

  deliver(): void {
    this.state = this.machine.step(this.state, { type: "deliver", component: CONTROLLER });
  }

  /** One whole sync, with a cache that is fresh before each step of it, as upstream's tests have it. */
  sync(key = this.key): SyncOutcome {
    this.deliver();
    return this.play(key, () => this.deliver());
  }

  /** One whole sync with the cache as it is. */
  syncStale(key = this.key): SyncOutcome {
    return this.play(key, () => undefined);
  }

  private play(key: string, between: () => void): SyncOutcome {
    const before = this.pods;
    this.state = this.machine.step(this.state, { type: "sync", component: CONTROLLER, key });
    while (this.controller.sync) {
      this.proceed();
      between();
    }
    const after = this.pods;
    const live = (pods: readonly Pod[]) =>
      new Set(pods.filter((pod) => pod.metadata.deletionTimestamp === undefined).map((pod) => pod.metadata.name));
    const [was, is] = [live(before), live(after)];
    return {
      created: [...is].filter((name) => !was.has(name)).length,
      deleted: [...was].filter((name) => !is.has(name)).length,
    };
  }

  /** Carries out the pending request of the sync in flight. An intercepted one is answered as a dry run would be: nothing is stored. */
  proceed(): void {
    const pending = this.controller.sync?.pending as ApiRequest;
    this.requests.push(pending);
    const answer = this.intercept(pending);
    if (answer === undefined) {
      this.state = this.machine.step(this.state, { type: "proceed", component: CONTROLLER });
      return;
    }
    this.state = continueSync(this.state, this.machine.components[0] as Component, answer);
  }

  setPodReady(pod: Pod, ready: boolean, phase = "Running"): void {
    const lastTransitionTime = formatTime(this.state.now);
    const conditions: PodCondition[] = [{ type: "Ready", status: ready ? "True" : "False", lastTransitionTime }];
    const { name } = pod.metadata;
    this.request({
      verb: "patch",
      patchType: "merge",
      resource: "pods",
      namespace: "default",
      name,
      subresource: "status",
      body: { status: { phase, conditions } },
    });
  }

  markPodsReady(): void {
    for (const pod of this.pods) this.setPodReady(pod, true);
  }

  bind(pod: Pod, node: string): void {
    const { name } = pod.metadata;
    const body = {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name, namespace: "default" },
      target: { kind: "Node", name: node },
    };
    this.request({ verb: "create", resource: "pods", namespace: "default", name, subresource: "binding", body });
  }

  /** Moves the clock without running anything. */
  at(now: number): void {
    this.state = { ...this.state, now };
  }

  /** Plays all that is due up to a moment. */
  run(until: number): void {
    this.state = this.machine.run(this.state, until);
  }

  later(seconds: number): void {
    this.at(this.state.now + seconds * 1000);
  }
}

/** A refusal, as the server words it. */
export function refusal(code: number, reason: string, message: string, causes: readonly object[] = []): ApiResponse {
  return {
    code,
    body: {
      apiVersion: "v1",
      kind: "Status",
      metadata: {},
      status: "Failure",
      reason,
      message,
      code,
      details: { causes },
    },
  };
}
