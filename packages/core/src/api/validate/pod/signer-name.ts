import type { FieldError } from "../../field-error.ts";
import { invalid, required, tooLong } from "../../field-error.ts";
import { byteLength, goQuote } from "../../go-text.ts";
import { isDns1123Label, isDns1123Subdomain, type NameCheck } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS } from "./check.ts";

const FORM = "must be a fully qualified domain and path of the form 'example.com/signer-name'";

/** Source: pkg/apis/core/validation/names.go ValidateSignerName. */
export function validateSignerName(signer: string, path: string): FieldErrors {
  if (signer === "") return [required(path)];
  const [domain = "", name = "", ...more] = signer.split("/");
  if (more.length > 0 || !signer.includes("/")) return [invalid(path, signer, FORM)];
  const labels = domain.split(".");
  const errors: FieldError[] = [
    ...(byteLength(domain) > 253 ? [tooLong(path, 253)] : NO_ERRORS),
    ...firstBadLabel(labels, domain, path, isDns1123Label),
  ];
  if (labels.length < 2) {
    errors.push(invalid(path, domain, "should be a domain with at least two segments separated by dots"));
  }
  errors.push(...firstBadLabel(name.split("."), name, path, isDns1123Subdomain));
  if (byteLength(signer) > 571) errors.push(tooLong(path, 571));
  return errors;
}

function firstBadLabel(labels: readonly string[], whole: string, path: string, check: NameCheck): FieldErrors {
  const bad = labels.find((label) => check(label).length > 0);
  if (bad === undefined) return NO_ERRORS;
  return check(bad).map((message) => invalid(path, whole, `validating label ${goQuote(bad)}: ${message}`));
}

/** Source: pkg/apis/core/validation/names.go ValidateClusterTrustBundleName. */
export function validateBundleName(name: string, path: string): FieldErrors {
  // The signer, if there is one, comes before the last colon, and so is its own prefix.
  const own = name.slice(name.lastIndexOf(":") + 1);
  const messages = isDns1123Subdomain(own).map((message) => `not a valid clustertrustbundlename: ${message}`);
  return invalidEach(path, name, messages);
}
