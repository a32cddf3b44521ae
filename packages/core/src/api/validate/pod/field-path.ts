import type { ObjectFieldSelector, Quantity, ResourceFieldSelector } from "../../../kubernetes/types.ts";
import { child, invalid, notSupported, required } from "../../field-error.ts";
import { canonicalQuantity, parseQuantity, signOf } from "../../quantity.ts";
import { type FieldErrors, NO_ERRORS, textOf, validateOneOf, validateQualifiedName } from "./check.ts";

/** The downward API. Source: pkg/apis/core/validation/validation.go validateObjectFieldSelector, validateContainerResourceFieldSelector. */

export const ENV_FIELD_PATHS = [
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
  "spec.nodeName",
  "spec.serviceAccountName",
  "status.hostIP",
  "status.hostIPs",
  "status.podIP",
  "status.podIPs",
];

export const VOLUME_FIELD_PATHS = [
  "metadata.annotations",
  "metadata.labels",
  "metadata.name",
  "metadata.namespace",
  "metadata.uid",
];

/** Source: pkg/apis/core/pods/helpers.go ConvertDownwardAPIFieldLabel. */
const KNOWN_LABELS: ReadonlySet<string> = new Set([
  ...ENV_FIELD_PATHS,
  ...VOLUME_FIELD_PATHS,
  "spec.restartPolicy",
  "spec.schedulerName",
  "status.phase",
]);

const SUBSCRIPTED = new Set(["metadata.annotations", "metadata.labels"]);

export function validateFieldRef(ref: ObjectFieldSelector, allowed: readonly string[], path: string): FieldErrors {
  const label = textOf(ref.fieldPath);
  if (textOf(ref.apiVersion) === "") return [required(child(path, "apiVersion"))];
  if (label === "") return [required(child(path, "fieldPath"))];
  const { name, subscript } = splitSubscript(label);
  const problem = labelProblem(textOf(ref.apiVersion), label, name, subscript);
  if (problem !== undefined) {
    return [invalid(child(path, "fieldPath"), label, `error converting fieldPath: ${problem}`)];
  }
  if (subscript === undefined) {
    const known = label === "spec.host" ? "spec.nodeName" : label;
    // Upstream names the path before the bracket, which is empty here only where there is no bracket: the path itself.
    return allowed.includes(known) ? NO_ERRORS : [notSupported(child(path, "fieldPath"), known, allowed)];
  }
  return validateQualifiedName(name === "metadata.annotations" ? subscript.toLowerCase() : subscript, path);
}

function labelProblem(version: string, label: string, name: string, subscript: string | undefined): string | undefined {
  if (version !== "v1") return `unsupported pod version: ${version}`;
  if (subscript !== undefined) {
    return SUBSCRIPTED.has(name) ? undefined : `field label does not support subscript: ${label}`;
  }
  return KNOWN_LABELS.has(label) || label === "spec.host" ? undefined : `field label not supported: ${label}`;
}

/** `a['b']` is a and b. Source: pkg/fieldpath/fieldpath.go SplitMaybeSubscriptedPath. */
function splitSubscript(label: string): { readonly name: string; readonly subscript?: string } {
  if (!label.endsWith("']")) return { name: label };
  const start = label.indexOf("['");
  if (start <= 0 || start + 2 > label.length - 2) return { name: label };
  return { name: label.slice(0, start), subscript: label.slice(start + 2, -2) };
}

const RESOURCE_PATHS = [
  "limits.cpu",
  "limits.ephemeral-storage",
  "limits.memory",
  "requests.cpu",
  "requests.ephemeral-storage",
  "requests.memory",
];

const isHugePages = (resource: string) =>
  resource.startsWith("limits.hugepages-") || resource.startsWith("requests.hugepages-");

/** `inVolume`: a file has to say whose resources it shows, a variable need not. */
export function validateResourceFieldRef(ref: ResourceFieldSelector, path: string, inVolume: boolean): FieldErrors {
  const resource = textOf(ref.resource);
  return [...validateResource(ref, resource, path, inVolume), ...validateDivisor(resource, ref.divisor, path)];
}

function validateResource(ref: ResourceFieldSelector, resource: string, path: string, inVolume: boolean): FieldErrors {
  if (inVolume && textOf(ref.containerName) === "") return [required(child(path, "containerName"))];
  if (resource === "") return [required(child(path, "resource"))];
  return isHugePages(resource) ? NO_ERRORS : validateOneOf(resource, child(path, "resource"), RESOURCE_PATHS);
}

const CPU_DIVISORS = ["1m", "1"];
const BYTE_DIVISORS = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

function validateDivisor(resource: string, divisor: Quantity | undefined, path: string): FieldErrors {
  const quantity = parseQuantity(textOf(divisor));
  if (typeof quantity === "string" || signOf(quantity) === 0) return NO_ERRORS;
  const kind = divisorKind(resource);
  if (kind === undefined) return NO_ERRORS;
  const allowed = kind === "cpu" ? CPU_DIVISORS : BYTE_DIVISORS;
  if (allowed.includes(canonicalQuantity(textOf(divisor)))) return NO_ERRORS;
  const listed = kind === "cpu" ? "1m and 1" : BYTE_DIVISORS.join(", ");
  return [
    invalid(
      child(path, "divisor"),
      resource,
      `only divisor's values ${listed} are supported with the ${kind} resource`,
    ),
  ];
}

function divisorKind(resource: string): string | undefined {
  if (isHugePages(resource)) return "hugepages";
  switch (resource.replace(/^(limits|requests)\./, "")) {
    case "cpu":
      return "cpu";
    case "memory":
      return "memory";
    case "ephemeral-storage":
      return "local ephemeral storage";
    default:
      return undefined;
  }
}
