import type { Namespace, Node, ObjectMeta, Pod, PriorityClass } from "../../kubernetes/types.ts";
import type { ClusterState } from "../../machine/state.ts";
import { viewOf } from "../../store/view.ts";
import type { Call } from "../call.ts";
import { Refused } from "../failure.ts";
import type { KubeObject } from "../request.ts";
import { storedObject } from "../scope.ts";
import { forbidden } from "../status.ts";
import { withTopologyLabels } from "../strategy/binding.ts";
import { addDefaultTolerations } from "./default-toleration-seconds.ts";
import { admitIntoNamespace, admitNamespaceDeletion } from "./namespace-lifecycle.ts";
import { admitPriority, keepPriority, type PriorityClasses } from "./priority.ts";
import { taintNewNode } from "./taint-nodes-by-condition.ts";

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
  const refusal = admitIntoNamespace(creation, storedObject<Namespace>(state, "namespaces", call.namespace));
  if (refusal !== undefined) throw new Refused(refusal);
  if (call.resource.resource === "nodes") return taintNewNode(object as Node);
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
  const resource = "priorityclasses.scheduling.k8s.io";
  return {
    get: (name) => storedObject<PriorityClass>(state, resource, name),
    getDefault: () =>
      viewOf(state.tables)
        .list<PriorityClass>(resource)
        .filter((each) => each.globalDefault === true)
        .sort((a, b) => (a.value ?? 0) - (b.value ?? 0))[0],
  };
}

/** Admission of an update. */
export function admitUpdate(_state: ClusterState, call: Call, object: KubeObject, old: KubeObject): KubeObject {
  if (call.resource.resource !== "pods" || call.request.subresource !== undefined) return object;
  return addDefaultTolerations(keepPriority(object as Pod, old as Pod));
}

/** Admission of a deletion: throws `Refused` where it is not allowed. */
export function admitDelete(_state: ClusterState, call: Call, stored: KubeObject): void {
  if (call.resource.resource !== "namespaces") return;
  const refusal = admitNamespaceDeletion(stored.metadata.name);
  if (refusal !== undefined) throw new Refused(refusal);
}
