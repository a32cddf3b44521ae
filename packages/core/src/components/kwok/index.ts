import type { KubeObject, Millis, WatchEvent } from "../../api/request.ts";
import type { Node, Pod } from "../../kubernetes/types.ts";
import type { Component, ComponentContext } from "../../machine/component.ts";
import { formatMicroTime, formatTime } from "../../time.ts";
import { MACHINES, machineOf, slowdownOf } from "../kubelet/machine.ts";

const CONDITIONS = [
  ["Ready", "True"],
  ["MemoryPressure", "False"],
  ["DiskPressure", "False"],
  ["PIDPressure", "False"],
  ["NetworkUnavailable", "False"],
] as const;

/** What a node has of which nothing is said. */
const CAPACITY = { cpu: "1k", memory: "1Ti", pods: "1M" };

export interface InstantNodesOptions {
  /** On these nodes pods neither start nor end by themselves. Default: none. */
  readonly except?: (node: string) => boolean;
  /** These nodes do not get ready by themselves, and are left as somebody else says that they are. Default: none. */
  readonly mute?: (node: string) => boolean;
  /**
   * `starts`: nodes get ready and pods run; `ends`: pods that are deleted are gone. A cluster with a component for each can
   * let them act at different places in the order. Default: one component does both.
   */
  readonly part?: "starts" | "ends";
}

/**
 * kwok in place of the kubelets: nodes are ready at once, pods run at once, and are gone as soon as they are deleted. No time
 * passes, and there are few states: for exploring, where it is the controllers that matter. On a machine with a `slowdown` a
 * pod takes as many seconds to run, and to be gone; of the rest that machines are nothing shows. Real clusters with such
 * nodes were recorded for most of the conformance scenarios.
 * Source: kwok v0.8.0 kustomize/stage/node/fast, pod/fast.
 */
export function instantNodes({
  except: isExcepted = () => false,
  mute: isMute = () => false,
  part,
}: InstantNodesOptions = {}): Component {
  return {
    name: part === "ends" ? "kwok-ends" : "kwok",
    watches: ["nodes", "pods", MACHINES],
    onEvent: (event, { enqueue, view }) => {
      for (const key of concerned(event, view)) enqueue(key);
    },
    *reconcile(queued, { view, now, enqueueAfter }) {
      const [resource = "", key = "", due] = queued.split(" ");
      const object = view.get<KubeObject>(resource, key);
      if (object === undefined) return;
      if (resource === "nodes") {
        const node = object as Node;
        if (part === "ends" || isReady(node.status) || isMute(node.metadata.name)) return;
        const { name } = node.metadata;
        yield {
          verb: "create",
          resource: "leases.coordination.k8s.io",
          namespace: "kube-node-lease",
          body: lease(node, now),
        };
        yield { verb: "update", resource: "nodes", name, subresource: "status", body: readyNode(node, now) };
        return;
      }
      const pod = object as Pod;
      const { namespace = "", name, uid, deletionTimestamp } = pod.metadata;
      const node = pod.spec?.nodeName ?? "";
      if (node === "" || isExcepted(node) || view.get("nodes", node) === undefined) return;
      const next = deletionTimestamp === undefined ? "starts" : "ends";
      if ((part ?? next) !== next || (next === "starts" && !isStarting(pod))) return;
      const delay = delayOn(view, node);
      if (delay > 0 && due !== `${next}/${uid}`) enqueueAfter(`pods ${key} ${next}/${uid}`, delay);
      else if (next === "ends") {
        const options = { gracePeriodSeconds: 0, preconditions: { uid } };
        yield { verb: "delete", resource: "pods", namespace, name, options };
      } else
        yield {
          verb: "patch",
          resource: "pods",
          namespace,
          name,
          subresource: "status",
          patchType: "strategic",
          body: running(pod, now),
        };
    },
  };
}

/** How long a pod takes to run on a node, and to be gone. */
function delayOn(view: ComponentContext["view"], node: string): Millis {
  const slowdown = slowdownOf(machineOf(view, node));
  return slowdown === 1 ? 0 : slowdown * 1000;
}

/** A node that joins may have pods already. */
function concerned({ type, resource, key, object }: WatchEvent, view: ComponentContext["view"]): string[] {
  if (type === "DELETED" || resource === MACHINES) return [];
  const pods = type === "ADDED" && resource === "nodes" ? view.byIndex("pods", "node", object.metadata.name) : [];
  return [`${resource} ${key}`, ...pods.map(({ metadata }) => `pods ${metadata.namespace}/${metadata.name}`)];
}

function isStarting({ status }: Pod): boolean {
  return status?.phase === "Pending" && !isReady(status);
}

function isReady(status: Node["status"] | Pod["status"]): boolean {
  return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

function readyNode(node: Node, now: number): object {
  const conditions = CONDITIONS.map(([type, status]) => ({
    type,
    status,
    reason: "Kwok",
    message: "",
    lastHeartbeatTime: formatTime(now),
    lastTransitionTime: formatTime(now),
  }));
  const { allocatable = CAPACITY, capacity = CAPACITY } = node.status ?? {};
  return { ...node, status: { ...node.status, allocatable, capacity, conditions } };
}

/** The lease counts as renewed every ten seconds: see the kubelet's `lease.ts`. */
function lease({ metadata: { name } }: Node, now: number): object {
  return {
    apiVersion: "coordination.k8s.io/v1",
    kind: "Lease",
    metadata: { name, annotations: { "sim.kubetick.dev/heartbeat": "10s" } },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: formatMicroTime(now) },
  };
}

function running(pod: Pod, now: number): object {
  const lastTransitionTime = formatTime(now);
  const gates = (pod.spec?.readinessGates ?? []).map(({ conditionType }) => conditionType);
  const conditions = ["Initialized", "Ready", "ContainersReady", ...gates].map((type) => ({
    type,
    status: "True",
    lastTransitionTime,
  }));
  const containerStatuses = (pod.spec?.containers ?? []).map(({ image, name }) => ({
    image,
    imageID: "",
    name,
    ready: true,
    restartCount: 0,
    state: { running: { startedAt: lastTransitionTime } },
  }));
  return { status: { conditions, containerStatuses, phase: "Running", startTime: lastTransitionTime } };
}
