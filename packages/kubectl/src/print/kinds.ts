import type { KubeObject, Millis } from "@kubetick/core";
import * as core from "./core-kinds.ts";
import { eventTable } from "./events.ts";
import { nodeTable } from "./nodes.ts";
import * as other from "./other-kinds.ts";
import { podTable } from "./pods.ts";
import type { Table, TableKind } from "./table.ts";
import * as workloads from "./workloads.ts";

/** The layouts by `kind.group`, or the kind alone for the core group. */
const TABLES: ReadonlyMap<string, TableKind<never>> = new Map<string, TableKind<never>>([
  ["Pod", podTable],
  ["Node", nodeTable],
  ["Namespace", core.namespaceTable],
  ["ConfigMap", core.configMapTable],
  ["Secret", core.secretTable],
  ["Service", core.serviceTable],
  ["Event", eventTable],
  ["Event.events.k8s.io", eventTable],
  ["LimitRange", core.nameAndCreationTable],
  ["DaemonSet.apps", workloads.daemonSetTable],
  ["Deployment.apps", workloads.deploymentTable],
  ["ReplicaSet.apps", workloads.replicaSetTable],
  ["StatefulSet.apps", other.statefulSetTable],
  ["ControllerRevision.apps", workloads.controllerRevisionTable],
  ["Job.batch", other.jobTable],
  ["Lease.coordination.k8s.io", core.leaseTable],
  ["PriorityClass.scheduling.k8s.io", core.priorityClassTable],
  ["CSIDriver.storage.k8s.io", other.csiDriverTable],
  ["MutatingWebhookConfiguration.admissionregistration.k8s.io", other.webhookConfigurationTable],
  ["ValidatingWebhookConfiguration.admissionregistration.k8s.io", other.webhookConfigurationTable],
  ["StorageClass.storage.k8s.io", other.storageClassTable],
  ["PodDisruptionBudget.policy", other.podDisruptionBudgetTable],
  ["NetworkPolicy.networking.k8s.io", other.networkPolicyTable],
  ["Role.rbac.authorization.k8s.io", core.nameAndCreationTable],
  ["ClusterRole.rbac.authorization.k8s.io", core.nameAndCreationTable],
  ["RoleBinding.rbac.authorization.k8s.io", other.roleBindingTable],
  ["ClusterRoleBinding.rbac.authorization.k8s.io", other.roleBindingTable],
  ["CustomResourceDefinition.apiextensions.k8s.io", other.customResourceDefinitionTable],
]);

/** The group of an apiVersion, empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf("/");
  return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** `Kind.group`, or `Kind` in the core group. Source: apimachinery/pkg/runtime/schema GroupKind.String. */
export function groupKind(kind: string, apiVersion: string): string {
  const group = groupOf(apiVersion);
  return group === "" ? kind : `${kind}.${group}`;
}

/** Lays out objects of one kind as the server does for kubectl. Kinds without a printer show NAME and AGE. */
export function tableFor(kindAndGroup: string, objects: readonly KubeObject[], now: Millis): Table {
  const kind = (TABLES.get(kindAndGroup) ?? core.nameAndAgeTable) as TableKind;
  return { columns: kind.columns, rows: objects.map((object) => ({ cells: kind.cells(object, now), object })) };
}
