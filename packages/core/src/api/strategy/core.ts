import type { ControllerRevision, Event, Lease, Namespace, Node, PriorityClass } from "../../kubernetes/types.ts";
import { defaultEvent, defaultNamespace, defaultNode, defaultPriorityClass } from "../default/core.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { validateControllerRevision, validateControllerRevisionUpdate } from "../validate/controllerrevision.ts";
import { validateEvent } from "../validate/event.ts";
import { validateLease } from "../validate/lease.ts";
import { nameIsDnsLabel, nameIsDnsSubdomain, nameIsPathSegment } from "../validate/metadata.ts";
import {
  validateNamespace,
  validateNamespaceFinalizeUpdate,
  validateNamespaceStatusUpdate,
} from "../validate/namespace.ts";
import { validateNode, validateNodeStatusUpdate, validateNodeUpdate } from "../validate/node.ts";
import { validatePriorityClass, validatePriorityClassUpdate } from "../validate/priorityclass.ts";
import { strategyOf } from "./kind-rules.ts";
import { withGeneration, withPart } from "./parts.ts";

/** Source: pkg/registry/core/node/strategy.go. A creator may set the status of a node, and nodes have no generation. */
export const nodeStrategy: ResourceStrategy<Node> = strategyOf<Node>({
  namespaced: false,
  checkName: nameIsDnsSubdomain,
  default: defaultNode,
  validate: validateNode,
  warnings: nodeWarnings,
  prepareForUpdate(node, old) {
    const kept = withPart(node, "status", old.status);
    return semanticEqual(kept.spec, old.spec) ? withPart(kept, "spec", old.spec) : kept;
  },
  validateChange: validateNodeUpdate,
  prepareForStatusUpdate: (node, old) => withPart(node, "spec", old.spec),
  validateStatusChange: validateNodeStatusUpdate,
});

/** Source: pkg/registry/core/node/strategy.go nodeWarnings. */
function nodeWarnings({ spec }: Node): readonly string[] {
  return [
    ...(spec?.configSource ? ["spec.configSource: the feature is removed"] : []),
    ...(spec?.externalID ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"] : []),
  ];
}

const KUBERNETES = "kubernetes";

/** Source: pkg/registry/core/namespace/strategy.go. */
export const namespaceStrategy: ResourceStrategy<Namespace> = strategyOf<Namespace>({
  namespaced: false,
  checkName: nameIsDnsLabel,
  default: defaultNamespace,
  prepareForCreate(namespace) {
    const finalizers = namespace.spec?.finalizers ?? [];
    const all = finalizers.includes(KUBERNETES) ? finalizers : [...finalizers, KUBERNETES];
    const spec = withPart(namespace.spec ?? {}, "finalizers", all);
    return withPart(withPart(namespace, "spec", spec), "status", { phase: "Active" });
  },
  validate: validateNamespace,
  prepareForUpdate: (namespace, old) => withPart(withPart(namespace, "spec", old.spec), "status", old.status),
  prepareForStatusUpdate: (namespace, old) => withPart(namespace, "spec", old.spec),
  validateStatusChange: validateNamespaceStatusUpdate,
  validateFinalizeChange: validateNamespaceFinalizeUpdate,
});

/** Source: pkg/registry/core/event/strategy.go. An event's name may be anything that fits into a URL. */
export const eventStrategy: ResourceStrategy<Event> = strategyOf<Event>({
  namespaced: true,
  checkName: nameIsPathSegment,
  standardFinalizers: false,
  default: defaultEvent,
  validate: validateEvent,
  allowCreateOnUpdate: true,
});

/** Source: pkg/registry/apps/controllerrevision/strategy.go. */
export const controllerRevisionStrategy: ResourceStrategy<ControllerRevision> = strategyOf<ControllerRevision>({
  namespaced: true,
  checkName: nameIsDnsSubdomain,
  validate: validateControllerRevision,
  validateChange: validateControllerRevisionUpdate,
});

/** Source: pkg/registry/coordination/lease/strategy.go, CoordinatedLeaderElection being off. */
export const leaseStrategy: ResourceStrategy<Lease> = strategyOf<Lease>({
  namespaced: true,
  checkName: nameIsDnsSubdomain,
  standardFinalizers: false,
  prepareForCreate: (lease) => withoutElection(lease),
  validate: validateLease,
  prepareForUpdate: (lease) => withoutElection(lease),
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
});

function withoutElection(lease: Lease): Lease {
  const spec = withPart(withPart(lease.spec ?? {}, "strategy", undefined), "preferredHolder", undefined);
  return withPart(lease, "spec", spec);
}

/** Source: pkg/registry/scheduling/priorityclass/strategy.go. */
export const priorityClassStrategy: ResourceStrategy<PriorityClass> = strategyOf<PriorityClass>({
  namespaced: false,
  checkName: nameIsDnsSubdomain,
  default: defaultPriorityClass,
  prepareForCreate: (priorityClass) => withGeneration(priorityClass, 1),
  validate: validatePriorityClass,
  validateChange: validatePriorityClassUpdate,
});
