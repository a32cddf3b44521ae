import type { WatchEvent } from "../../api/request.ts";
import { matchesLabelSelector } from "../../api/selector.ts";
import type { Deployment, OwnerReference, Pod, ReplicaSet } from "../../kubernetes/types.ts";
import type { Component, Handler } from "../../machine/component.ts";
import { controllerOf, keyOf } from "../shared/controller-ref.ts";
import { DEPLOYMENTS, REPLICA_SETS } from "./replica-sets.ts";
import { syncDeployment } from "./sync.ts";

function resolve(
  { view }: Handler,
  namespace: string | undefined,
  reference: OwnerReference | undefined,
): string | undefined {
  if (reference?.kind !== "Deployment") return undefined;
  const key = `${namespace}/${reference.name}`;
  return view.get(DEPLOYMENTS, key)?.metadata.uid === reference.uid ? key : undefined;
}

/** Source: pkg/controller/deployment/deployment_controller.go addReplicaSet, updateReplicaSet, deleteReplicaSet. */
function onReplicaSet({ type, object, old }: WatchEvent<ReplicaSet>, handler: Handler): void {
  const { namespace, labels } = object.metadata;
  const reference = controllerOf(object.metadata);
  const references = [reference, type === "MODIFIED" && old !== undefined ? controllerOf(old.metadata) : undefined];
  for (const key of references.map((one) => resolve(handler, namespace, one)))
    if (key !== undefined) handler.enqueue(key);
  if (reference !== undefined || type === "DELETED") return;
  for (const deployment of handler.view.list<Deployment>(DEPLOYMENTS, namespace))
    if (matchesLabelSelector(deployment.spec?.selector, labels)) handler.enqueue(keyOf(deployment));
}

/** A Recreate waits for the last old pod. Source: deployment_controller.go deletePod. */
function onPodDeleted({ metadata }: Pod, handler: Handler): void {
  const reference = controllerOf(metadata);
  const rs =
    reference?.kind === "ReplicaSet"
      ? handler.view.get<ReplicaSet>(REPLICA_SETS, `${metadata.namespace}/${reference.name}`)
      : undefined;
  const key = rs === undefined ? undefined : resolve(handler, metadata.namespace, controllerOf(rs.metadata));
  if (key !== undefined && handler.view.get<Deployment>(DEPLOYMENTS, key)?.spec?.strategy?.type === "Recreate")
    handler.enqueue(key);
}

/** Rolls out Deployments through ReplicaSets. Source: pkg/controller/deployment. The rules: RULES.md. */
export const deploymentController: Component = {
  name: "deployment-controller",
  watches: [DEPLOYMENTS, "pods", REPLICA_SETS],
  onEvent: (event, handler) => {
    if (event.resource === DEPLOYMENTS) handler.enqueue(event.key);
    else if (event.resource === REPLICA_SETS) onReplicaSet(event as WatchEvent<ReplicaSet>, handler);
    else if (event.type === "DELETED") onPodDeleted(event.object as Pod, handler);
  },
  reconcile: syncDeployment,
};
