import type { ObjectMeta, PodResourceClaim } from "../../../kubernetes/types.ts";
import { child, duplicate, forbidden, index, invalid, required } from "../../field-error.ts";
import { type FieldErrors, NO_ERRORS, textOf, validateDnsLabel, validateDnsSubdomain } from "./check.ts";
import { goView } from "./go-view.ts";

/** Source: pkg/apis/core/validation/validation.go validatePodResourceClaims. */
export function validateResourceClaims(
  claims: readonly PodResourceClaim[] | undefined,
  metadata: ObjectMeta | undefined,
  path: string,
): FieldErrors {
  const names = new Set<string>();
  const isStatic = Object.hasOwn(metadata?.annotations ?? {}, "kubernetes.io/config.mirror");
  return (claims ?? []).flatMap((claim, i) => {
    if (isStatic) return [forbidden("", "static pods do not support resource claims")];
    return [
      ...validateName(textOf(claim.name), names, child(index(path, i), "name")),
      ...validateClaim(claim, index(path, i)),
    ];
  });
}

function validateName(name: string, names: Set<string>, path: string): FieldErrors {
  if (name === "") return [required(path)];
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return validateDnsLabel(name, path);
}

function validateClaim(claim: PodResourceClaim, path: string): FieldErrors {
  const { resourceClaimName: name, resourceClaimTemplateName: template } = claim;
  return [
    ...validateChoice(claim, path),
    ...(name === undefined ? NO_ERRORS : validateDnsSubdomain(name, child(path, "resourceClaimName"))),
    ...(template === undefined ? NO_ERRORS : validateDnsSubdomain(template, child(path, "resourceClaimTemplateName"))),
  ];
}

function validateChoice(claim: PodResourceClaim, path: string): FieldErrors {
  const { resourceClaimName: name, resourceClaimTemplateName: template } = claim;
  const fault = (detail: string) => [invalid(path, goView("PodResourceClaim", claim), detail)];
  if (name !== undefined && template !== undefined) {
    return fault("at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
  }
  if (name !== undefined || template !== undefined) return NO_ERRORS;
  return fault("must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
}
