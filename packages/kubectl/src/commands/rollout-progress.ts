import type { DaemonSet, Deployment, ObjectMeta } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";

export interface RolloutStatus {
  readonly text: string;
  readonly done: boolean;
}

/** As much of a StatefulSet as its rollout's status takes. */
export interface StatefulSet {
  readonly metadata: ObjectMeta;
  readonly spec?: {
    readonly replicas?: number;
    readonly updateStrategy?: { readonly type?: string; readonly rollingUpdate?: { readonly partition?: number } };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentReplicas?: number;
    readonly updateRevision?: string;
    readonly currentRevision?: string;
  };
}

const ONLY_ROLLING = "rollout status is only available for RollingUpdate strategy type";

function waiting(text: string): RolloutStatus {
  return { text: `${text}\n`, done: false };
}

/** Source: pkg/polymorphichelpers/rollout_status.go DaemonSetStatusViewer. */
export function daemonSetStatus({ metadata, spec, status }: DaemonSet): RolloutStatus {
  if (spec?.updateStrategy?.type !== "RollingUpdate") throw new KubectlError(ONLY_ROLLING);
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) {
    return waiting("Waiting for daemon set spec update to be observed...");
  }
  const name = `daemon set ${JSON.stringify(metadata.name)}`;
  const desired = status?.desiredNumberScheduled ?? 0;
  const updated = status?.updatedNumberScheduled ?? 0;
  const available = status?.numberAvailable ?? 0;
  if (updated < desired) {
    return waiting(`Waiting for ${name} rollout to finish: ${updated} out of ${desired} new pods have been updated...`);
  }
  if (available < desired) {
    return waiting(`Waiting for ${name} rollout to finish: ${available} of ${desired} updated pods are available...`);
  }
  return { text: `${name} successfully rolled out\n`, done: true };
}

/** Source: pkg/polymorphichelpers/rollout_status.go DeploymentStatusViewer. */
export function deploymentStatus({ metadata, spec, status }: Deployment, revision: number): RolloutStatus {
  if (revision > 0) {
    const running = Number(metadata.annotations?.["deployment.kubernetes.io/revision"] ?? 0);
    if (running !== revision) {
      throw new KubectlError(`desired revision (${revision}) is different from the running revision (${running})`);
    }
  }
  if ((metadata.generation ?? 0) > (status?.observedGeneration ?? 0)) {
    return waiting("Waiting for deployment spec update to be observed...");
  }
  const name = `deployment ${JSON.stringify(metadata.name)}`;
  const progressing = status?.conditions?.find((condition) => condition.type === "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") {
    throw new KubectlError(`${name} exceeded its progress deadline`);
  }
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status ?? {};
  const desired = spec?.replicas;
  const begin = `Waiting for ${name} rollout to finish: `;
  if (desired !== undefined && updatedReplicas < desired) {
    return waiting(`${begin}${updatedReplicas} out of ${desired} new replicas have been updated...`);
  }
  if (replicas > updatedReplicas) {
    return waiting(`${begin}${replicas - updatedReplicas} old replicas are pending termination...`);
  }
  if (availableReplicas < updatedReplicas) {
    return waiting(`${begin}${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  }
  return { text: `${name} successfully rolled out\n`, done: true };
}

/** Source: pkg/polymorphichelpers/rollout_status.go StatefulSetStatusViewer. */
export function statefulSetStatus({ metadata, spec, status }: StatefulSet): RolloutStatus {
  const strategy = spec?.updateStrategy;
  if (strategy?.type !== "RollingUpdate") throw new KubectlError(ONLY_ROLLING);
  const observed = status?.observedGeneration ?? 0;
  if (observed === 0 || (metadata.generation ?? 0) > observed) {
    return waiting("Waiting for statefulset spec update to be observed...");
  }
  const { readyReplicas = 0, updatedReplicas = 0, currentReplicas = 0 } = status ?? {};
  const replicas = spec?.replicas;
  if (replicas !== undefined && readyReplicas < replicas) {
    return waiting(`Waiting for ${replicas - readyReplicas} pods to be ready...`);
  }
  if (strategy.rollingUpdate !== undefined) {
    const wanted = (replicas ?? 0) - (strategy.rollingUpdate.partition ?? 0);
    if (replicas !== undefined && strategy.rollingUpdate.partition !== undefined && updatedReplicas < wanted) {
      return waiting(
        `Waiting for partitioned roll out to finish: ${updatedReplicas} out of ${wanted} new pods have been updated...`,
      );
    }
    return { text: `partitioned roll out complete: ${updatedReplicas} new pods have been updated...\n`, done: true };
  }
  if (status?.updateRevision !== status?.currentRevision) {
    const to = status?.updateRevision;
    return waiting(`waiting for statefulset rolling update to complete ${updatedReplicas} pods at revision ${to}...`);
  }
  const at = status?.currentRevision;
  return { text: `statefulset rolling update complete ${currentReplicas} pods at revision ${at}...\n`, done: true };
}
