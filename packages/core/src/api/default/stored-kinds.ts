import type { Json, JsonObject } from "../../kubernetes/types.ts";
import type { KubeObject, ResourceName } from "../request.ts";
import { base64 } from "./base64.ts";

/**
 * Defaults of kinds that are otherwise stored as given: those that real manifests of DaemonSets bring along. An object is
 * of its kind's types (the decoder has checked them); a kind that is not here has no defaults.
 */
export type StoredKindDefaults = <T extends KubeObject>(object: T) => T;

const RBAC = "rbac.authorization.k8s.io";

/** Source: pkg/apis/rbac/v1/defaults.go. */
const binding = ofObject((object) =>
  changed(object, {
    roleRef: (ref) => filled(ref, { apiGroup: RBAC }),
    subjects: eachOf((subject) =>
      subject["kind"] === "User" || subject["kind"] === "Group" ? filled(subject, { apiGroup: RBAC }) : subject,
    ),
  }),
);

/** Source: pkg/apis/admissionregistration/v1/defaults.go. */
function webhooks(own: JsonObject): StoredKindDefaults {
  return ofObject((object) =>
    changed(object, {
      webhooks: eachOf((webhook) =>
        changed(
          filled(webhook, {
            failurePolicy: "Fail",
            matchPolicy: "Equivalent",
            namespaceSelector: {},
            objectSelector: {},
            timeoutSeconds: 10,
            ...own,
          }),
          {
            rules: eachOf((rule) => filled(rule, { scope: "*" })),
            clientConfig: (config) => changed(config, { service: (service) => filled(service, { port: 443 }) }),
          },
        ),
      ),
    }),
  );
}

/** Source: pkg/apis/storage/v1/defaults.go SetDefaults_CSIDriver, with the feature gates' defaults. */
const csiDriver = ofObject((object) =>
  changed(object, {
    spec: (spec) =>
      filled(spec, {
        attachRequired: true,
        podInfoOnMount: false,
        storageCapacity: false,
        fsGroupPolicy: "ReadWriteOnceWithFSType",
        volumeLifecycleModes: ["Persistent"],
        requiresRepublish: false,
        seLinuxMount: false,
        preventPodSchedulingIfMissing: false,
      }),
  }),
);

/** Source: pkg/apis/storage/v1/defaults.go SetDefaults_StorageClass. */
const storageClass = ofObject((object) => filled(object, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }));

/** Source: pkg/apis/networking/v1/defaults.go. */
const networkPolicy = ofObject((object) => {
  const rules = eachOf((rule) => changed(rule, { ports: eachOf((port) => filled(port, { protocol: "TCP" })) }));
  return changed(object, {
    spec: (spec) =>
      filled(changed(spec, { ingress: rules, egress: rules }), {
        policyTypes: isFull(spec["egress"]) ? ["Ingress", "Egress"] : ["Ingress"],
      }),
  });
});

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Secret. */
const secret = ofObject((object) => filled(withEncodedData(object), { type: "Opaque" }));

/** Text that is written into `stringData` is kept in `data`. Source: pkg/apis/core/v1/conversion.go Convert_v1_Secret_To_core_Secret. */
function withEncodedData(object: JsonObject): JsonObject {
  const { stringData, ...kept } = object;
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData as JsonObject).map(([key, text]) => [key, base64(String(text))] as const);
  return { ...kept, data: { ...(object["data"] as JsonObject | undefined), ...Object.fromEntries(encoded) } };
}

export const STORED_KIND_DEFAULTS: ReadonlyMap<ResourceName, StoredKindDefaults> = new Map([
  ["clusterrolebindings.rbac.authorization.k8s.io", binding],
  ["csidrivers.storage.k8s.io", csiDriver],
  ["mutatingwebhookconfigurations.admissionregistration.k8s.io", webhooks({ reinvocationPolicy: "Never" })],
  ["networkpolicies.networking.k8s.io", networkPolicy],
  ["rolebindings.rbac.authorization.k8s.io", binding],
  ["secrets", secret],
  ["storageclasses.storage.k8s.io", storageClass],
  ["validatingwebhookconfigurations.admissionregistration.k8s.io", webhooks({})],
]);

type Rule = (value: JsonObject) => JsonObject;

function ofObject(rule: Rule): StoredKindDefaults {
  return (object) => rule(object as unknown as JsonObject) as unknown as typeof object;
}

function eachOf(rule: Rule): (value: Json) => Json {
  return (value) => {
    if (!Array.isArray(value)) return value;
    const items = value.map((item) => (isObject(item) ? rule(item) : item));
    return items.every((item, at) => item === value[at]) ? value : items;
  };
}

/** The object with those of its fields changed that are there. The same object where no rule changes anything. */
function changed(object: JsonObject, rules: Readonly<Record<string, (value: never) => Json>>): JsonObject {
  let result = object;
  for (const [name, rule] of Object.entries(rules)) {
    const value = object[name];
    if (typeof value !== "object" || value === null) continue;
    const next = rule(value as never);
    if (next !== value) result = { ...result, [name]: next };
  }
  return result;
}

/** The object with defaults for the fields that are missing or empty. */
function filled(object: JsonObject, defaults: JsonObject): JsonObject {
  const missing = Object.entries(defaults).filter(([name]) => isMissing(object[name]));
  return missing.length === 0 ? object : { ...object, ...Object.fromEntries(missing) };
}

function isMissing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function isFull(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
