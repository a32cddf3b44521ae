import type { Deployment } from "../../kubernetes/types.ts";
import { defaultDeployment } from "../default/apps.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import {
  validateDeployment,
  validateDeploymentStatusUpdate,
  validateDeploymentUpdate,
} from "../validate/deployment.ts";
import { nameIsDnsSubdomain } from "../validate/metadata.ts";
import { strategyOf } from "./kind-rules.ts";
import { withGeneration, withNextGeneration, withPart } from "./parts.ts";
import { templateWarnings, withoutGatedTemplateFields } from "./pod-template.ts";
import { podNameWarnings } from "./replicaset.ts";

/** Annotations count too: they are copied to the ReplicaSets. Source: pkg/registry/apps/deployment/strategy.go PrepareForUpdate. */
function prepareForUpdate(deployment: Deployment, old: Deployment): Deployment {
  const given = withPart(withoutGatedTemplateFields(deployment), "status", old.status);
  const sameSpec = semanticEqual(given.spec, old.spec);
  const kept = sameSpec ? withPart(given, "spec", old.spec) : given;
  const same = sameSpec && semanticEqual(kept.metadata.annotations, old.metadata.annotations);
  return same ? kept : withNextGeneration(kept, old);
}

/** Source: pkg/registry/apps/deployment/strategy.go. */
export const deploymentStrategy: ResourceStrategy<Deployment> = strategyOf<Deployment>({
  namespaced: true,
  checkName: nameIsDnsSubdomain,
  default: defaultDeployment,
  prepareForCreate: (deployment) => withGeneration(withPart(withoutGatedTemplateFields(deployment), "status", {}), 1),
  validate: validateDeployment,
  warnings(deployment, old) {
    const { name, generation } = deployment.metadata;
    if (old === undefined) return [...podNameWarnings(name), ...templateWarnings(deployment)];
    return generation === old.metadata.generation ? [] : templateWarnings(deployment);
  },
  prepareForUpdate,
  validateChange: validateDeploymentUpdate,
  prepareForStatusUpdate(deployment, old) {
    const metadata = withPart(deployment.metadata, "labels", old.metadata.labels);
    return withPart(withPart(deployment, "spec", old.spec), "metadata", metadata);
  },
  validateStatusChange: validateDeploymentStatusUpdate,
});
