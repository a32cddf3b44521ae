import type { ReplicaSet } from "../../kubernetes/types.ts";
import { defaultReplicaSet } from "../default/apps.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { nameIsDnsSubdomain } from "../validate/metadata.ts";
import { isDns1123Label } from "../validate/names.ts";
import { validateReplicaSet, validateReplicaSetStatus, validateReplicaSetUpdate } from "../validate/replicaset.ts";
import { strategyOf } from "./kind-rules.ts";
import { withGeneration, withNextGeneration, withPart } from "./parts.ts";
import { templateWarnings, withoutGatedTemplateFields } from "./pod-template.ts";

/** The name becomes part of pods' names. Source: WarningsOnCreate of Deployments and ReplicaSets. */
export function podNameWarnings(name: string): readonly string[] {
  const errors = isDns1123Label(name);
  if (errors.length === 0) return [];
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${errors.join(" ")}]`,
  ];
}

/** Source: pkg/registry/apps/replicaset/strategy.go. */
export const replicaSetStrategy: ResourceStrategy<ReplicaSet> = strategyOf<ReplicaSet>({
  namespaced: true,
  checkName: nameIsDnsSubdomain,
  default: defaultReplicaSet,
  prepareForCreate: (replicaSet) =>
    withGeneration(withPart(withoutGatedTemplateFields(replicaSet), "status", { replicas: 0 }), 1),
  validate: validateReplicaSet,
  warnings(replicaSet, old) {
    const { name, generation } = replicaSet.metadata;
    if (old === undefined) return [...podNameWarnings(name), ...templateWarnings(replicaSet)];
    return generation === old.metadata.generation ? [] : templateWarnings(replicaSet);
  },
  prepareForUpdate(replicaSet, old) {
    const kept = withPart(withoutGatedTemplateFields(replicaSet), "status", old.status);
    return semanticEqual(kept.spec, old.spec) ? withPart(kept, "spec", old.spec) : withNextGeneration(kept, old);
  },
  validateChange: validateReplicaSetUpdate,
  prepareForStatusUpdate: (replicaSet, old) => withPart(replicaSet, "spec", old.spec),
  validateStatusChange: validateReplicaSetStatus,
});
