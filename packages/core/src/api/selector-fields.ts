import type { Event, Namespace, Node, Pod, Secret, Service } from "../kubernetes/types.ts";
import type { KubeObject, ResourceName } from "./request.ts";

/** Field selectors: `spec.nodeName=node-1,status.phase!=Running`. Source: staging/src/k8s.io/apimachinery/pkg/fields/selector.go. */
export interface FieldRequirement {
  readonly field: string;
  readonly operator: "=" | "!=";
  readonly value: string;
}

/** The terms of a field selector, sorted; or what is wrong with it, in the server's words. */
export function parseFieldSelector(text: string): readonly FieldRequirement[] | string {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text)) {
    const match = /^(.*?)(!=|==|=)(.*)$/s.exec(term);
    if (match === null) return `invalid selector: '${text}'; can't understand '${term}'`;
    const [, field = "", operator, raw = ""] = match;
    const value = unescapeValue(raw);
    if (typeof value !== "string") return value.error;
    // A term of nothing and nothing selects everything.
    if (field === "" && value === "") continue;
    requirements.push({ field, operator: operator === "!=" ? "!=" : "=", value });
  }
  return requirements;
}

/** Splits at commas that no backslash escapes; empty terms are left out. */
function splitTerms(text: string): readonly string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i <= text.length; i++) {
    const char = text[i];
    if (char === "\\") i += 1;
    if (char !== "," && i < text.length) continue;
    terms.push(text.slice(start, i));
    start = i + 1;
  }
  return terms.filter((term) => term !== "").sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function unescapeValue(raw: string): string | { readonly error: string } {
  let value = "";
  for (let i = 0; i < raw.length; i++) {
    const char = raw.charAt(i);
    if (char === "," || char === "=") {
      return { error: `invalid field selector: unescaped character in value: ${char.charCodeAt(0)}` };
    }
    if (char !== "\\") {
      value += char;
      continue;
    }
    i += 1;
    const escaped = raw.charAt(i);
    if (escaped === "" || !"\\,=".includes(escaped)) {
      return { error: `invalid field selector: invalid escape sequence: \\${escaped}` };
    }
    value += escaped;
  }
  return value;
}

/** The fields by which one kind can be selected, each with what an object holds in it. */
type SelectableFields = ReadonlyMap<string, (object: KubeObject) => string>;

function fieldsOf<T extends KubeObject>(
  table: Readonly<Record<string, (object: T) => string | undefined>>,
): SelectableFields {
  return new Map(Object.entries(table).map(([name, read]) => [name, (object: KubeObject) => read(object as T) ?? ""]));
}

const METADATA = {
  "metadata.name": (object: KubeObject) => object.metadata.name,
  "metadata.namespace": (object: KubeObject) => object.metadata.namespace,
};
const NAME_ONLY = { "metadata.name": METADATA["metadata.name"] };

const POD_FIELDS = {
  ...METADATA,
  "spec.nodeName": (pod: Pod) => pod.spec?.nodeName,
  // The old name of spec.nodeName.
  "spec.host": (pod: Pod) => pod.spec?.nodeName,
  "spec.restartPolicy": (pod: Pod) => pod.spec?.restartPolicy,
  "spec.schedulerName": (pod: Pod) => pod.spec?.schedulerName,
  "spec.serviceAccountName": (pod: Pod) => pod.spec?.serviceAccountName,
  "spec.hostNetwork": (pod: Pod) => String(pod.spec?.hostNetwork ?? false),
  "status.phase": (pod: Pod) => pod.status?.phase,
  "status.podIP": (pod: Pod) => pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP,
  // Accepted, but the server holds nothing under this name.
  "status.podIPs": () => "",
  "status.nominatedNodeName": (pod: Pod) => pod.status?.nominatedNodeName,
};

const EVENT_FIELDS = {
  ...METADATA,
  "involvedObject.kind": (event: Event) => event.involvedObject.kind,
  "involvedObject.namespace": (event: Event) => event.involvedObject.namespace,
  "involvedObject.name": (event: Event) => event.involvedObject.name,
  "involvedObject.uid": (event: Event) => event.involvedObject.uid,
  "involvedObject.apiVersion": (event: Event) => event.involvedObject.apiVersion,
  "involvedObject.resourceVersion": (event: Event) => event.involvedObject.resourceVersion,
  "involvedObject.fieldPath": (event: Event) => event.involvedObject.fieldPath,
  reason: (event: Event) => event.reason,
  reportingComponent: (event: Event) => event.reportingComponent,
  source: (event: Event) => event.source?.component || event.reportingComponent,
  type: (event: Event) => event.type,
};

/** Source: pkg/apis/core/v1/conversion.go (which fields), pkg/registry/core/<kind>/strategy.go (what they hold). */
const FIELDS: ReadonlyMap<ResourceName, SelectableFields> = new Map([
  ["pods", fieldsOf<Pod>(POD_FIELDS)],
  [
    "nodes",
    fieldsOf<Node>({ ...NAME_ONLY, "spec.unschedulable": (node) => String(node.spec?.unschedulable ?? false) }),
  ],
  ["namespaces", fieldsOf<Namespace>({ ...NAME_ONLY, "status.phase": (namespace) => namespace.status?.phase })],
  ["events", fieldsOf<Event>(EVENT_FIELDS)],
  ["secrets", fieldsOf<Secret>({ ...METADATA, type: (secret) => secret.type })],
  [
    "services",
    fieldsOf<Service>({
      ...METADATA,
      "spec.clusterIP": (service) => service.spec?.clusterIP,
      "spec.type": (service) => service.spec?.type,
    }),
  ],
]);
const OTHER_FIELDS = fieldsOf<KubeObject>(METADATA);

function unsupported(resource: ResourceName, field: string): string {
  if (FIELDS.has(resource)) return `field label not supported: ${field}`;
  return `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

/** Compiles a field selector for one kind; or what is wrong with it, in the server's words (status 400, BadRequest). */
export function fieldSelectorMatcher(resource: ResourceName, text: string): ((object: KubeObject) => boolean) | string {
  const requirements = parseFieldSelector(text);
  if (typeof requirements === "string") return requirements;
  const fields = FIELDS.get(resource) ?? OTHER_FIELDS;
  const matchers: ((object: KubeObject) => boolean)[] = [];
  for (const { field, operator, value } of requirements) {
    const read = fields.get(field);
    if (read === undefined) return unsupported(resource, field);
    matchers.push((object) => (read(object) === value) === (operator === "="));
  }
  return (object) => matchers.every((matches) => matches(object));
}
