import type { Json } from "../../kubernetes/types.ts";
import type { KubeObject } from "../request.ts";
import { semanticEqual } from "../semantic-equal.ts";
import type { ResourceStrategy } from "../strategy.ts";
import { nameIsDnsSubdomain } from "../validate/metadata.ts";
import { strategyOf } from "./kind-rules.ts";
import { withGeneration, withNextGeneration, withPart } from "./parts.ts";

interface Names {
  readonly kind?: string;
  readonly listKind?: string;
  readonly plural?: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly categories?: readonly string[];
}

interface Spec {
  readonly names?: Names;
  readonly versions?: readonly { readonly name?: string; readonly storage?: boolean }[];
  readonly conversion?: Conversion | null;
}

interface Conversion {
  readonly strategy?: string;
  readonly webhook?: { readonly clientConfig?: { readonly service?: { readonly port?: number } } };
}

interface CustomResourceDefinition extends KubeObject {
  readonly spec?: Spec;
  readonly status?: Json;
}

/**
 * Definitions of custom resources: stored as given, with their defaults; served, and said to be so, from the moment of
 * their creation. Conflicts of names are not looked for.
 * Source: apiextensions-apiserver/pkg/registry/customresourcedefinition/strategy.go.
 */
export const customResourceDefinitionStrategy: ResourceStrategy = strategyOf<CustomResourceDefinition>({
  namespaced: false,
  checkName: nameIsDnsSubdomain,
  default: withDefaults,
  prepareForCreate: (crd) => withGeneration(withPart(crd, "status", establishedStatus(crd)), 1),
  prepareForUpdate(crd, old) {
    const kept = withPart(crd, "status", old.status);
    return semanticEqual(kept.spec, old.spec) ? kept : withNextGeneration(kept, old);
  },
  prepareForStatusUpdate: (crd, old) => withPart({ ...old, metadata: crd.metadata }, "status", crd.status),
}) as unknown as ResourceStrategy;

/** Source: apiextensions-apiserver/pkg/apis/apiextensions/v1/defaults.go. */
function withDefaults(crd: CustomResourceDefinition): CustomResourceDefinition {
  const { names, conversion } = crd.spec ?? {};
  const spec = withPart(crd.spec ?? {}, "names", names && defaultNames(names));
  return withPart(crd, "spec", withPart(spec, "conversion", defaultConversion(conversion ?? { strategy: "None" })));
}

function defaultConversion(conversion: Conversion): Conversion {
  const { webhook } = conversion;
  const service = webhook?.clientConfig?.service;
  if (service === undefined || service.port !== undefined) return conversion;
  const clientConfig = { ...webhook?.clientConfig, service: { ...service, port: 443 } };
  return { ...conversion, webhook: { ...webhook, clientConfig } };
}

function defaultNames(given: Names): Names {
  const { kind = "" } = given;
  const names = given.singular ? given : withPart(given, "singular", kind.toLowerCase());
  return names.listKind || kind === "" ? names : withPart(names, "listKind", `${kind}List`);
}

/** Source: apiextensions-apiserver/pkg/controller/status/naming_controller.go, pkg/controller/establish/establishing_controller.go. */
function establishedStatus({ spec, metadata }: CustomResourceDefinition): Json {
  const condition = (type: string, reason: string, message: string) => {
    return { lastTransitionTime: metadata.creationTimestamp ?? null, message, reason, status: "True", type };
  };
  const storage = spec?.versions?.find((version) => version.storage)?.name;
  return {
    acceptedNames: (spec?.names ?? {}) as Json,
    conditions: [
      condition("NamesAccepted", "NoConflicts", "no conflicts found"),
      condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
    ],
    storedVersions: storage === undefined ? [] : [storage],
  };
}
