import type {
  DaemonSet,
  DaemonSetUpdateStrategy,
  Deployment,
  DeploymentStrategy,
  PodTemplateSpec,
  ReplicaSet,
} from "../../kubernetes/types.ts";
import { withPart } from "../strategy/parts.ts";
import { defaultPodTemplateSpec } from "./pod.ts";

/** Defaults of the workloads. Source: pkg/apis/apps/v1/defaults.go. */

const HISTORY_LIMIT = 10;
const PROGRESS_DEADLINE_SECONDS = 600;

interface TemplateOwner {
  readonly template?: PodTemplateSpec;
}

/** `spec` with its template defaulted; also where a client left either out, as Go's zero value does. */
function withTemplate<S extends TemplateOwner>(spec: S | undefined): S {
  const given = spec ?? ({} as S);
  return withPart(given, "template", defaultPodTemplateSpec(given.template ?? {}) as S["template"]);
}

/** Source: SetDefaults_DaemonSet. */
export function defaultDaemonSet(daemonSet: DaemonSet): DaemonSet {
  let spec = withTemplate(daemonSet.spec);
  spec = withPart(spec, "updateStrategy", defaultDaemonSetUpdateStrategy(spec.updateStrategy));
  if (spec.revisionHistoryLimit === undefined) spec = withPart(spec, "revisionHistoryLimit", HISTORY_LIMIT);
  return withPart(daemonSet, "spec", spec);
}

function defaultDaemonSetUpdateStrategy(strategy: DaemonSetUpdateStrategy | undefined): DaemonSetUpdateStrategy {
  const given = strategy?.type ? strategy : { ...strategy, type: "RollingUpdate" };
  const rolling = given.type === "RollingUpdate";
  // Both numbers are plain values inside the server: where they are not defaulted they come back as 0.
  if (given.rollingUpdate === undefined && !rolling) return given;
  const { maxUnavailable, maxSurge } = given.rollingUpdate ?? {};
  if (maxUnavailable !== undefined && maxSurge !== undefined) return given;
  const rollingUpdate = { maxUnavailable: maxUnavailable ?? (rolling ? 1 : 0), maxSurge: maxSurge ?? 0 };
  return { ...given, rollingUpdate };
}

/** Source: SetDefaults_Deployment. */
export function defaultDeployment(deployment: Deployment): Deployment {
  let spec = withTemplate(deployment.spec);
  if (spec.replicas === undefined) spec = withPart(spec, "replicas", 1);
  spec = withPart(spec, "strategy", defaultDeploymentStrategy(spec.strategy));
  if (spec.revisionHistoryLimit === undefined) spec = withPart(spec, "revisionHistoryLimit", HISTORY_LIMIT);
  if (spec.progressDeadlineSeconds === undefined) {
    spec = withPart(spec, "progressDeadlineSeconds", PROGRESS_DEADLINE_SECONDS);
  }
  return withPart(deployment, "spec", spec);
}

function defaultDeploymentStrategy(strategy: DeploymentStrategy | undefined): DeploymentStrategy {
  const given = strategy?.type ? strategy : { ...strategy, type: "RollingUpdate" };
  if (given.type !== "RollingUpdate") return given;
  const { maxUnavailable, maxSurge } = given.rollingUpdate ?? {};
  if (maxUnavailable !== undefined && maxSurge !== undefined) return given;
  return { ...given, rollingUpdate: { maxUnavailable: maxUnavailable ?? "25%", maxSurge: maxSurge ?? "25%" } };
}

/** Source: SetDefaults_ReplicaSet. */
export function defaultReplicaSet(replicaSet: ReplicaSet): ReplicaSet {
  let spec = withTemplate(replicaSet.spec);
  if (spec.replicas === undefined) spec = withPart(spec, "replicas", 1);
  return withPart(replicaSet, "spec", spec);
}
