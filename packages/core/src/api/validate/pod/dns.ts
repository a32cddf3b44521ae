import type { HostAlias, PodDNSConfig, PodSpec } from "../../../kubernetes/types.ts";
import { child, index, invalid, required } from "../../field-error.ts";
import { byteLength } from "../../go-text.ts";
import { regexError } from "../names.ts";
import { eachItem, type FieldErrors, NO_ERRORS, textOf, validateDnsSubdomain, validateRequiredOneOf } from "./check.ts";
import { validateLegacyIp } from "./ip.ts";

const POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

export function validateDnsPolicy(spec: PodSpec, path: string): FieldErrors {
  return validateRequiredOneOf(spec.dnsPolicy, path, POLICIES);
}

/** Limits of Linux' resolver. Source: pkg/apis/core/validation/validation.go MaxDNSNameservers and its neighbours. */
const MAX_NAMESERVERS = 3;
const MAX_SEARCH_PATHS = 32;
const MAX_SEARCH_CHARACTERS = 2048;

/** Source: validation.go validatePodDNSConfig. */
export function validateDnsConfig(spec: PodSpec, path: string): FieldErrors {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === "None") {
    if (config === undefined) return [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")];
    if ((config.nameservers ?? []).length === 0) {
      const detail = "must provide at least one DNS nameserver when `dnsPolicy` is None";
      return [required(child(path, "nameservers"), detail)];
    }
  }
  return config === undefined ? NO_ERRORS : validateConfig(config, path);
}

function validateConfig(config: PodDNSConfig, path: string): FieldErrors {
  const [nameservers, options] = [config.nameservers ?? [], config.options ?? []];
  const at = child(path, "nameservers");
  const many = nameservers.length > MAX_NAMESERVERS;
  return [
    ...(many ? [invalid(at, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`)] : NO_ERRORS),
    ...eachItem(nameservers, at, (address, addressPath) => validateLegacyIp(address, addressPath)),
    ...validateSearches(config.searches ?? [], child(path, "searches")),
    ...options.flatMap((option, i) =>
      textOf(option.name) === "" ? [required(index(child(path, "options"), i), "must not be empty")] : NO_ERRORS,
    ),
  ];
}

function validateSearches(searches: readonly string[], path: string): FieldErrors {
  const long = byteLength(searches.join(" ")) > MAX_SEARCH_CHARACTERS;
  const characters = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
  return [
    ...(searches.length > MAX_SEARCH_PATHS
      ? [invalid(path, searches, `must not have more than ${MAX_SEARCH_PATHS} search paths`)]
      : NO_ERRORS),
    ...(long ? [invalid(path, searches, characters)] : NO_ERRORS),
    ...eachItem(searches, path, validateSearch),
  ];
}

const LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const SUBDOMAIN_WITH_UNDERSCORE = `${LABEL}(\\.${LABEL})*`;
const SEARCH = new RegExp(`^${SUBDOMAIN_WITH_UNDERSCORE}$`);
const SEARCH_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";

/** Source: apimachinery/pkg/util/validation/validation.go IsDNS1123SubdomainWithUnderscore. */
function validateSearch(search: string, path: string): FieldErrors {
  if (search === ".") return NO_ERRORS;
  const domain = search.replace(/\.$/, "");
  return [
    ...(byteLength(domain) > 253 ? [invalid(path, domain, "must be no more than 253 characters")] : NO_ERRORS),
    ...(SEARCH.test(domain)
      ? NO_ERRORS
      : [invalid(path, domain, regexError(SEARCH_RULE, SUBDOMAIN_WITH_UNDERSCORE, "example.com"))]),
  ];
}

/** Source: validation.go ValidateHostAliases. */
export function validateHostAliases(aliases: readonly HostAlias[] | undefined, path: string): FieldErrors {
  return eachItem(aliases, path, (alias, at) => [
    ...validateLegacyIp(textOf(alias.ip), child(at, "ip")),
    ...eachItem(alias.hostnames, child(at, "hostnames"), validateDnsSubdomain),
  ]);
}
