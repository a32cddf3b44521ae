import type { Namespace, Node, ObjectMeta, Pod, PriorityClass } from "../../kubernetes/types.ts";
import type { ClusterState } from "../../machine/state.ts";
import { viewOf } from "../../store/view.ts";
import type { Call } from "../call.ts";
import { Refused } from "../failure.ts";
import type { KubeObject } from "../request.ts";
import { storedObject } from "../scope.ts";
import { type Failure, forbidden } from "../status.ts";
import { withTopologyLabels } from "../strategy/binding.ts";
import { addDefaultTolerations } from "./default-toleration-seconds.ts";
import { admitIntoNamespace, admitNamespaceDeletion } from "./namespace-lifecycle.ts";
import { admitPriority, keepPriority, type PriorityClasses } from "./priority.ts";
import { admitPriorityClass, admitPriorityClassDeletion } from "./priority-class.ts";
import { taintNewNode } from "./taint-nodes-by-condition.ts";

const PRIORITY_CLASSES = "priorityclasses.scheduling.k8s.io";

/**
 * Admission of a creation: the plug-ins that are on by default and act on what is simulated, in the real server's order.
 * `asked` is the metadata that came with the request: the name is made only after admission, and is in no message.
 * Source: pkg/kubeapiserver/options/plugins.go AllOrderedPlugins.
 */
export function admitCreate(
  state: ClusterState,
  call: Call,
  object: KubeObject,
  asked: Partial<ObjectMeta>,
): KubeObject {
  const name = asked.name || asked.generateName || "";
  const creation = { resource: call.resource.resource, name, namespace: call.namespace };
  refuse(admitIntoNamespace(creation, storedObject<Namespace>(state, "namespaces", call.namespace)));
  if (call.resource.resource === "nodes") return taintNewNode(object as Node);
  if (call.resource.resource === PRIORITY_CLASSES) return admittedClass(state, object, false);
  if (call.resource.resource === "pods") return admitPod(state, object as Pod, name);
  return object;
}

function admitPod(state: ClusterState, pod: Pod, name: string): Pod {
  const prioritised = admitPriority(pod, priorityClasses(state));
  if (typeof prioritised === "string") {
    throw new Refused(forbidden({ resource: "pods", name }, prioritised));
  }
  const { nodeName } = pod.spec ?? {};
  const tolerant = addDefaultTolerations(prioritised);
  const node = nodeName === undefined ? undefined : storedObject<Node>(state, "nodes", nodeName);
  const labels = withTopologyLabels(tolerant.metadata.labels, node);
  return labels === undefined || labels === tolerant.metadata.labels
    ? tolerant
    : { ...tolerant, metadata: { ...tolerant.metadata, labels } };
}

function priorityClasses(state: ClusterState): PriorityClasses {
  return {
    get: (name) => storedObject<PriorityClass>(state, PRIORITY_CLASSES, name),
    getDefault: () => defaultClass(state),
  };
}

function defaultClass(state: ClusterState): PriorityClass | undefined {
  return viewOf(state.tables)
    .list<PriorityClass>(PRIORITY_CLASSES)
    .filter((each) => each.globalDefault === true)
    .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))[0];
}

function admittedClass(state: ClusterState, object: KubeObject, isUpdate: boolean): KubeObject {
  refuse(admitPriorityClass(object as PriorityClass, defaultClass(state), isUpdate));
  return object;
}

function refuse(failure: Failure | undefined): void {
  if (failure !== undefined) throw new Refused(failure);
}

/** Admission of an update. */
export function admitUpdate(state: ClusterState, call: Call, object: KubeObject, old: KubeObject): KubeObject {
  if (call.resource.resource === PRIORITY_CLASSES) return admittedClass(state, object, true);
  if (call.resource.resource !== "pods" || call.request.subresource !== undefined) return object;
  return addDefaultTolerations(keepPriority(object as Pod, old as Pod));
}

/** Admission of a deletion: throws `Refused` where it is not allowed. */
export function admitDelete(_state: ClusterState, call: Call, stored: KubeObject): void {
  if (call.resource.resource === "namespaces") refuse(admitNamespaceDeletion(stored.metadata.name));
  if (call.resource.resource === PRIORITY_CLASSES) refuse(admitPriorityClassDeletion(stored.metadata.name));
}
