import type { ApiResource } from "../../kubernetes/resources.ts";
import type { Json } from "../../kubernetes/types.ts";
import { STORED_KIND_DEFAULTS } from "../default/stored-kinds.ts";
import type { FieldError } from "../field-error.ts";
import type { KubeObject, ResourceName } from "../request.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { validateConfigMapUpdate, validateSecretUpdate } from "../validate/immutable-data.ts";
import { nameIsDnsSubdomain, nameIsPathSegment, type ObjectNameCheck } from "../validate/metadata.ts";
import { validateImageBehaviour, validateMachine } from "../validate/simulated.ts";
import { strategyOf } from "./kind-rules.ts";
import { withGeneration, withNextGeneration, withPart } from "./parts.ts";

/** Any object with a spec and a status, of which nothing more is known. */
interface AnyObject extends KubeObject {
  readonly spec?: Json;
  readonly status?: Json;
}

/** Kinds whose names follow another rule than that of a DNS subdomain. Source: pkg/apis/<group>/validation. */
const NAME_CHECKS: ReadonlyMap<ResourceName, ObjectNameCheck> = new Map([
  ["events.events.k8s.io", nameIsPathSegment],
  ["roles.rbac.authorization.k8s.io", nameIsPathSegment],
  ["rolebindings.rbac.authorization.k8s.io", nameIsPathSegment],
  ["clusterroles.rbac.authorization.k8s.io", nameIsPathSegment],
  ["clusterrolebindings.rbac.authorization.k8s.io", nameIsPathSegment],
]);

/** Built-in kinds that count the changes of their spec. Source: the PrepareForUpdate functions in pkg/registry. */
const WITH_GENERATION: ReadonlySet<ResourceName> = new Set([
  "replicationcontrollers",
  "statefulsets.apps",
  "jobs.batch",
  "cronjobs.batch",
  "ingresses.networking.k8s.io",
  "networkpolicies.networking.k8s.io",
  "poddisruptionbudgets.policy",
  "mutatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingwebhookconfigurations.admissionregistration.k8s.io",
  "validatingadmissionpolicies.admissionregistration.k8s.io",
  "validatingadmissionpolicybindings.admissionregistration.k8s.io",
  "mutatingadmissionpolicies.admissionregistration.k8s.io",
  "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
  "horizontalpodautoscalers.autoscaling",
  "podtemplates",
  "endpointslices.discovery.k8s.io",
  "ingressclasses.networking.k8s.io",
  "deviceclasses.resource.k8s.io",
  "resourceslices.resource.k8s.io",
  "flowschemas.flowcontrol.apiserver.k8s.io",
  "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
]);

/** Kinds of the simulation, of which more than the metadata is validated. */
const VALIDATIONS: ReadonlyMap<ResourceName, (object: AnyObject) => readonly FieldError[]> = new Map([
  ["machines.sim.kubetick.dev", validateMachine],
  ["imagebehaviours.sim.kubetick.dev", validateImageBehaviour],
]);

/** What of these kinds cannot be changed. */
const CHANGES: ReadonlyMap<ResourceName, (object: AnyObject, old: AnyObject) => readonly FieldError[]> = new Map([
  ["configmaps", validateConfigMapUpdate],
  ["secrets", validateSecretUpdate],
]);

/**
 * The strategy of a kind that is stored as given: its metadata is validated, its status kept apart from its spec; some have defaults.
 * Without `resource`: that of the custom resources, which a CustomResourceDefinition made.
 */
export function genericStrategy(resource?: ApiResource): ResourceStrategy {
  const builtin = resource !== undefined && resource.custom !== true && resource.simulated !== true;
  const separateStatus = resource?.subresources.includes("status") ?? false;
  const generation = resource === undefined || !builtin || WITH_GENERATION.has(resource.resource);
  const validate = VALIDATIONS.get(resource?.resource ?? "");
  const validateChange = CHANGES.get(resource?.resource ?? "");
  const defaults = STORED_KIND_DEFAULTS.get(resource?.resource ?? "");
  const strategy = strategyOf<AnyObject>({
    ...(defaults && { default: defaults }),
    ...(validate && { validate }),
    ...(validateChange && { validateChange }),
    namespaced: resource?.namespaced,
    checkName: NAME_CHECKS.get(resource?.resource ?? "") ?? nameIsDnsSubdomain,
    standardFinalizers: builtin,
    prepareForCreate(object) {
      const fresh = separateStatus ? withPart(object, "status", undefined) : object;
      return generation ? withGeneration(fresh, 1) : fresh;
    },
    prepareForUpdate(object, old) {
      const kept = separateStatus ? withPart(object, "status", old.status) : object;
      return generation && hasNewSpec(kept, old) ? withNextGeneration(kept, old) : kept;
    },
    prepareForStatusUpdate: (object, old) => withPart({ ...old, metadata: object.metadata }, "status", object.status),
  });
  return strategy as unknown as ResourceStrategy;
}

/** Whether anything but the metadata and the status differs. Source: apiextensions-apiserver/pkg/registry/customresource/strategy.go. */
function hasNewSpec(object: AnyObject, old: AnyObject): boolean {
  const { metadata: _, status: __, ...rest } = object;
  const { metadata: ___, status: ____, ...oldRest } = old;
  return !semanticEqual(rest, oldRest);
}
