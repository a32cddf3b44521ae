import type { KubeObject } from "@kubetick/core";
import { groupKind } from "../print/kinds.ts";
import { describeConfigMap, describePriorityClass, describeSecret, describeServiceAccount } from "./config.ts";
import { describeGeneric } from "./generic.ts";
import { describeNamespace } from "./namespace.ts";
import { describeNode } from "./node.ts";
import { describePod } from "./pod.ts";
import { describeService } from "./service.ts";
import { describeDaemonSet, describeDeployment, describeReplicaSet } from "./workloads.ts";
import type { Describer, DescribeWorld } from "./world.ts";

/** Source: kubectl/pkg/describe describerMap. Kinds that are not here are described by their fields. */
const DESCRIBERS: ReadonlyMap<string, Describer<never>> = new Map<string, Describer<never>>([
  ["Pod", describePod],
  ["Node", describeNode],
  ["Namespace", describeNamespace],
  ["ConfigMap", describeConfigMap],
  ["Secret", describeSecret],
  ["Service", describeService],
  ["ServiceAccount", describeServiceAccount],
  ["DaemonSet.apps", describeDaemonSet],
  ["Deployment.apps", describeDeployment],
  ["ReplicaSet.apps", describeReplicaSet],
  ["PriorityClass.scheduling.k8s.io", describePriorityClass],
]);

/** The text of `kubectl describe` about one object. */
export function describeObject(object: KubeObject, world: DescribeWorld): string {
  const describer = DESCRIBERS.get(groupKind(object.kind, object.apiVersion)) as Describer<KubeObject> | undefined;
  return (describer ?? describeGeneric)(object, world);
}
