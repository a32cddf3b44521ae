import type { Quantity, ResourceClaim, ResourceRequirements } from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, duplicate, forbidden, index, invalid, key, notSupported, required } from "../../field-error.ts";
import { canonicalQuantity, compareQuantity, parseQuantity, quantityOf, scaledValue, signOf } from "../../quantity.ts";
import { isQualifiedName } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS, sorted, textOf, validateDnsLabel } from "./check.ts";
import {
  isExtendedResource,
  isHugePages,
  isIntegerResource,
  isNativeResource,
  isOvercommitAllowed,
  isPodLevelResource,
  isStandardContainerResource,
  isStandardResource,
} from "./resource-names.ts";

type NameRule = (name: string, path: string) => FieldErrors;

/**
 * What a container asks for. The server looks at resources in no fixed order (a Go map); here they are sorted.
 * Source: pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements.
 */
export function validateContainerResources(
  resources: ResourceRequirements | undefined,
  claimNames: ReadonlySet<string>,
  path: string,
): FieldErrors {
  return validateRequirements(resources, validateContainerResourceName, claimNames, path);
}

/** What the pod as a whole asks for. Source: validation.go validatePodResourceRequirements. */
export function validatePodLevelResources(resources: ResourceRequirements, path: string): FieldErrors {
  return validateRequirements(resources, validatePodResourceName, new Set(), path);
}

function validateRequirements(
  resources: ResourceRequirements | undefined,
  nameRule: NameRule,
  claimNames: ReadonlySet<string>,
  path: string,
): FieldErrors {
  if (resources === undefined) return NO_ERRORS;
  const { limits = {}, requests = {} } = resources;
  const named = [...Object.keys(limits), ...Object.keys(requests)];
  const lonely = named.some(isHugePages) && !named.includes("cpu") && !named.includes("memory");
  return [
    ...sorted(Object.keys(limits)).flatMap((name) =>
      validateAmount(name, textOf(limits[name]), nameRule, key(child(path, "limits"), name)),
    ),
    ...sorted(Object.keys(requests)).flatMap((name) => validateRequest(name, requests, limits, nameRule, path)),
    ...(lonely ? [forbidden(path, "HugePages require cpu or memory")] : NO_ERRORS),
    ...validateClaims(resources.claims, claimNames, child(path, "claims")),
  ];
}

function validateAmount(name: string, amount: string, nameRule: NameRule, path: string): FieldErrors {
  return [
    ...nameRule(name, path),
    ...validateResourceQuantity(name, amount, path),
    ...validatePageMultiple(name, amount, path),
  ];
}

function validateRequest(
  name: string,
  requests: Readonly<Record<string, Quantity>>,
  limits: Readonly<Record<string, Quantity>>,
  nameRule: NameRule,
  path: string,
): FieldErrors {
  const at = key(child(path, "requests"), name);
  const amount = textOf(requests[name]);
  const limit = Object.hasOwn(limits, name) ? textOf(limits[name]) : undefined;
  return [
    ...nameRule(name, at),
    ...validateResourceQuantity(name, amount, at),
    ...validateAgainstLimit(name, amount, limit, path),
    ...validatePageMultiple(name, amount, at),
  ];
}

function validateAgainstLimit(name: string, amount: string, limit: string | undefined, path: string): FieldErrors {
  const at = child(path, "requests");
  if (limit === undefined) {
    if (isOvercommitAllowed(name)) return NO_ERRORS;
    return [required(child(path, "limits"), "Limit must be set for non overcommitable resources")];
  }
  const order = compareQuantity(quantityOf(amount), quantityOf(limit));
  const of = `${name} limit of ${canonicalQuantity(limit)}`;
  if (order !== 0 && !isOvercommitAllowed(name)) {
    return [invalid(at, canonicalQuantity(amount), `must be equal to ${of}`)];
  }
  return order > 0 ? [invalid(at, canonicalQuantity(amount), `must be less than or equal to ${of}`)] : NO_ERRORS;
}

/** Source: validation.go ValidateResourceQuantityValue. */
export function validateResourceQuantity(name: string, amount: string, path: string): FieldErrors {
  const quantity = quantityOf(amount);
  const errors: FieldError[] = [];
  if (signOf(quantity) < 0) {
    errors.push(invalid(path, canonicalQuantity(amount), "must be greater than or equal to 0"));
  }
  if (isIntegerResource(name) && scaledValue(quantity, -3) % 1000n !== 0n) {
    errors.push(invalid(path, canonicalQuantity(amount), "must be an integer"));
  }
  return errors;
}

function validatePageMultiple(name: string, amount: string, path: string): FieldErrors {
  if (!isHugePages(name) || isPageMultiple(name, amount)) return NO_ERRORS;
  const text = canonicalQuantity(amount);
  return [invalid(path, text, `${text} is not positive integer multiple of ${name}`)];
}

/** Source: pkg/apis/core/helper/helpers.go IsHugePageResourceValueDivisible. */
function isPageMultiple(name: string, amount: string): boolean {
  const page = parseQuantity(name.slice("hugepages-".length));
  if (typeof page === "string" || signOf(page) <= 0 || scaledValue(page, -3) % 1000n !== 0n) return false;
  const size = scaledValue(page, 0);
  return size !== 0n && scaledValue(quantityOf(amount), 0) % size === 0n;
}

function validateResourceName(name: string, path: string): FieldErrors {
  const errors = invalidEach(path, name, isQualifiedName(name));
  if (errors.length > 0 || name.includes("/") || isStandardResource(name)) return errors;
  return [invalid(path, name, "must be a standard resource type or fully qualified")];
}

/** Source: validation.go ValidateContainerResourceName. */
function validateContainerResourceName(name: string, path: string): FieldErrors {
  const errors = validateResourceName(name, path);
  if (!name.includes("/")) {
    if (isStandardContainerResource(name)) return errors;
    return [...errors, invalid(path, name, "must be a standard resource for containers")];
  }
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, invalid(path, name, "doesn't follow extended resource name standard")];
}

/** Source: validation.go validatePodResourceName. */
function validatePodResourceName(name: string, path: string): FieldErrors {
  const errors = validateResourceName(name, path);
  if (errors.length > 0 || isPodLevelResource(name)) return errors;
  return [notSupported(path, name, ["cpu", "hugepages-", "memory"])];
}

/** Source: validation.go validateResourceClaimNames. */
function validateClaims(
  claims: readonly ResourceClaim[] | undefined,
  podClaims: ReadonlySet<string>,
  path: string,
): FieldErrors {
  const names = new Set<string>();
  return (claims ?? []).flatMap((claim, i) => {
    const at = index(path, i);
    const name = textOf(claim.name);
    if (name === "") return [required(at)];
    const errors = validateClaim(claim, names, at);
    return podClaims.has(name) ? errors : [...errors, unknownClaim(name, podClaims, at)];
  });
}

function validateClaim(claim: ResourceClaim, names: Set<string>, path: string): FieldErrors {
  if (names.has(claim.name)) return [duplicate(path, claim.name)];
  const request = textOf(claim.request);
  const entry = request === "" ? claim.name : `${claim.name}/${request}`;
  const errors = [...(request === "" ? NO_ERRORS : validateDnsLabel(request, child(path, "request")))];
  if (names.has(entry)) errors.push(duplicate(path, entry));
  else if (request === "") {
    const overlaps = [...names].filter((other) => other.startsWith(`${claim.name}/`));
    errors.push(...overlaps.map(() => duplicate(path, claim.name)));
  }
  names.add(entry);
  return errors;
}

function unknownClaim(name: string, podClaims: ReadonlySet<string>, path: string): FieldError {
  const known = podClaims.size === 0 ? " which is empty" : `: ${sorted(podClaims).join(", ")}`;
  const detail = `must be one of the names in pod.spec.resourceClaims${known}`;
  return { type: "FieldValueNotFound", field: path, badValue: name, detail };
}
