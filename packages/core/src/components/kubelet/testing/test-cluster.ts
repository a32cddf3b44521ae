import type { ApiRequest, ApiResponse, KubeObject, Millis } from "../../../api/request.ts";
import type { Event, Node, Pod, PodSpec } from "../../../kubernetes/types.ts";
import type { Component } from "../../../machine/component.ts";
import { createMachine } from "../../../machine/machine.ts";
import type { ClusterState } from "../../../machine/state.ts";
import { viewOf } from "../../../store/view.ts";
import type { Behaviour } from "../behaviour.ts";
import type { ImageBehaviourSpec } from "../behaviour-rules.ts";
import { kubelet } from "../index.ts";
import type { MachineSpec } from "../machine.ts";

/** A cluster with kubelets and no controllers, for the kubelet's own tests: pods are bound by hand. */
export class TestCluster {
  readonly machine;
  state: ClusterState;
  readonly start: Millis;
  /** Every status that was written of a pod, in order. */
  readonly statuses: Pod[] = [];

  constructor(...others: Component[]) {
    this.machine = createMachine({ components: [kubelet, watcher(this.statuses), ...others] });
    this.state = this.machine.initialState();
    this.start = this.state.now;
  }

  request(request: ApiRequest): ApiResponse {
    const { state, response } = this.machine.request(this.state, request);
    this.state = state;
    if (response.code >= 400) throw new Error(JSON.stringify(response.body));
    return response;
  }

  /** Plays until so many milliseconds after the start. */
  at(time: Millis): this {
    this.state = this.machine.run(this.state, this.start + time);
    return this;
  }

  node(name = "n1", node: object = {}): this {
    const body = { apiVersion: "v1", kind: "Node", metadata: { name }, ...node };
    this.request({ verb: "create", resource: "nodes", body });
    return this.at(this.state.now - this.start);
  }

  pod(spec: Partial<PodSpec>, metadata: object = {}): this {
    const body = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", ...metadata },
      spec: { nodeName: "n1", terminationGracePeriodSeconds: 30, containers: [{ name: "c", image: "app:1" }], ...spec },
    };
    this.request({ verb: "create", resource: "pods", namespace: "default", body });
    return this.at(this.state.now - this.start);
  }

  behaviour(image: string, behaviour: Behaviour | ImageBehaviourSpec, name = "b"): this {
    const body = {
      apiVersion: "sim.kubetick.dev/v1",
      kind: "ImageBehaviour",
      metadata: { name },
      spec: { image, ...behaviour },
    };
    this.request({ verb: "create", resource: "imagebehaviours.sim.kubetick.dev", body });
    return this.at(this.state.now - this.start);
  }

  /** Sets the whole spec of a node's machine. */
  hardware(spec: MachineSpec, name = "n1"): this {
    const found = this.get<KubeObject>("machines.sim.kubetick.dev", name);
    const body = { apiVersion: "sim.kubetick.dev/v1", kind: "Machine", metadata: found?.metadata ?? { name }, spec };
    const verb = found === undefined ? "create" : "update";
    this.request({ verb, resource: "machines.sim.kubetick.dev", ...(verb === "update" ? { name } : {}), body });
    return this.at(this.state.now - this.start);
  }

  deletePod(options: ApiRequest["options"] = {}, name = "p"): this {
    this.request({ verb: "delete", resource: "pods", namespace: "default", name, options });
    return this.at(this.state.now - this.start);
  }

  get<T extends KubeObject>(resource: string, key: string): T | undefined {
    return viewOf(this.state.tables).get<T>(resource, key);
  }

  getNode(name = "n1"): Node {
    return this.get<Node>("nodes", name) as Node;
  }

  getPod(name = "p"): Pod {
    return this.get<Pod>("pods", `default/${name}`) as Pod;
  }

  /** The first container of the pod, as `kubectl get` sees it: `Running 3`, `CrashLoopBackOff 6`, `Error 1`. */
  look(name = "p"): string {
    const status = this.getPod(name).status?.containerStatuses?.[0];
    const state =
      status?.state?.waiting?.reason ?? status?.state?.terminated?.reason ?? (status?.state?.running ? "Running" : "?");
    return `${state} ${status?.restartCount}`;
  }

  /** `REASON: MESSAGE` of the events about an object, in the order of their creation. */
  events(name = "p"): string[] {
    return viewOf(this.state.tables)
      .list<Event>("events")
      .filter((event) => event.involvedObject.name === name)
      .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(({ reason, message, count }) => `${reason}: ${message}${(count ?? 1) > 1 ? ` (x${count})` : ""}`);
  }
}

function watcher(seen: Pod[]): Component {
  return {
    name: "watcher",
    watches: ["pods"],
    onEvent: ({ object }) => void seen.push(object as Pod),
    *reconcile() {},
  };
}
