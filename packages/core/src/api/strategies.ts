import { resourceByName } from "../kubernetes/resources.ts";
import type { KubeObject, ResourceName } from "./request.ts";
import {
  controllerRevisionStrategy,
  eventStrategy,
  leaseStrategy,
  namespaceStrategy,
  nodeStrategy,
  priorityClassStrategy,
} from "./strategy/core.ts";
import { customResourceDefinitionStrategy } from "./strategy/custom-resource-definition.ts";
import { daemonSetStrategy } from "./strategy/daemonset.ts";
import { deploymentStrategy } from "./strategy/deployment.ts";
import { genericStrategy } from "./strategy/generic.ts";
import { podStrategy } from "./strategy/pod.ts";
import { replicaSetStrategy } from "./strategy/replicaset.ts";
import { serviceStrategy } from "./strategy/service.ts";
import type { ResourceStrategy } from "./strategy.ts";

/** A strategy is only ever given objects of its own kind, which the decoder has checked. */
function forAnyObject<T extends KubeObject>(strategy: ResourceStrategy<T>): ResourceStrategy {
  return strategy as unknown as ResourceStrategy;
}

const STRATEGIES = new Map<ResourceName, ResourceStrategy>([
  ["controllerrevisions.apps", forAnyObject(controllerRevisionStrategy)],
  ["customresourcedefinitions.apiextensions.k8s.io", customResourceDefinitionStrategy],
  ["daemonsets.apps", forAnyObject(daemonSetStrategy)],
  ["deployments.apps", forAnyObject(deploymentStrategy)],
  ["events", forAnyObject(eventStrategy)],
  ["leases.coordination.k8s.io", forAnyObject(leaseStrategy)],
  ["namespaces", forAnyObject(namespaceStrategy)],
  ["nodes", forAnyObject(nodeStrategy)],
  ["pods", forAnyObject(podStrategy)],
  ["priorityclasses.scheduling.k8s.io", forAnyObject(priorityClassStrategy)],
  ["replicasets.apps", forAnyObject(replicaSetStrategy)],
  ["services", forAnyObject(serviceStrategy)],
]);

/** Source: staging/src/k8s.io/apiextensions-apiserver/pkg/registry/customresource/strategy.go AllowUnconditionalUpdate. */
const CUSTOM: ResourceStrategy = { ...genericStrategy(), allowUnconditionalUpdate: false };

/** What the kind behind a resource does between decoding and commit. Kinds without rules of their own are stored as given. */
export function strategyFor(resource: ResourceName): ResourceStrategy {
  const known = STRATEGIES.get(resource);
  if (known !== undefined) return known;
  const served = resourceByName(resource);
  if (served === undefined) return CUSTOM;
  const strategy = genericStrategy(served);
  STRATEGIES.set(resource, strategy);
  return strategy;
}
