import type { ControllerRevision, DaemonSet, Deployment, OwnerReference, ReplicaSet } from "@kubetick/core";
import { containerCells } from "./containers.ts";
import { since } from "./duration.ts";
import { formatLabelSelector, formatLabels, selectorString } from "./labels.ts";
import { columns, type TableKind } from "./table.ts";

/** Source: pkg/printers/internalversion/printers.go printDaemonSet. */
export const daemonSetTable: TableKind<DaemonSet> = {
  columns: columns(
    ...["Name", "Desired", "Current", "Ready", "Up-to-date", "Available", "Node Selector", "Age"],
    ...["+Containers", "+Images", "+Selector"],
  ),
  cells({ metadata, spec, status }, now) {
    return [
      metadata.name,
      status?.desiredNumberScheduled ?? 0,
      status?.currentNumberScheduled ?? 0,
      status?.numberReady ?? 0,
      status?.updatedNumberScheduled ?? 0,
      status?.numberAvailable ?? 0,
      formatLabels(spec?.template?.spec?.nodeSelector),
      since(metadata.creationTimestamp, now),
      ...containerCells(spec?.template),
      formatLabelSelector(spec?.selector),
    ];
  },
};

/** Source: pkg/printers/internalversion/printers.go printDeployment. */
export const deploymentTable: TableKind<Deployment> = {
  columns: columns("Name", "Ready", "Up-to-date", "Available", "Age", "+Containers", "+Images", "+Selector"),
  cells({ metadata, spec, status }, now) {
    return [
      metadata.name,
      `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
      status?.updatedReplicas ?? 0,
      status?.availableReplicas ?? 0,
      since(metadata.creationTimestamp, now),
      ...containerCells(spec?.template),
      selectorString(spec?.selector),
    ];
  },
};

/** Source: pkg/printers/internalversion/printers.go printReplicaSet. */
export const replicaSetTable: TableKind<ReplicaSet> = {
  columns: columns("Name", "Desired", "Current", "Ready", "Age", "+Containers", "+Images", "+Selector"),
  cells({ metadata, spec, status }, now) {
    return [
      metadata.name,
      spec?.replicas ?? 0,
      status?.replicas ?? 0,
      status?.readyReplicas ?? 0,
      since(metadata.creationTimestamp, now),
      ...containerCells(spec?.template),
      formatLabelSelector(spec?.selector),
    ];
  },
};

/** Source: pkg/printers/internalversion/printers.go printControllerRevision. */
export const controllerRevisionTable: TableKind<ControllerRevision> = {
  columns: columns("Name", "Controller", "Revision", "Age"),
  cells({ metadata, revision }, now) {
    return [
      metadata.name,
      controllerCell(metadata.ownerReferences),
      revision ?? 0,
      since(metadata.creationTimestamp, now),
    ];
  },
};

/** `daemonset.apps/name`. Source: pkg/printers formatResourceName. */
function controllerCell(owners: readonly OwnerReference[] | undefined): string {
  const owner = owners?.find((reference) => reference.controller);
  if (owner === undefined) return "<none>";
  const group = owner.apiVersion.includes("/") ? `.${owner.apiVersion.split("/")[0]}` : "";
  return `${owner.kind.toLowerCase()}${group}/${owner.name}`;
}
