import type { PodSpec, WindowsSecurityContextOptions } from "../../../kubernetes/types.ts";
import { child, forbidden, invalid } from "../../field-error.ts";
import { byteLength } from "../../go-text.ts";
import { isDns1123Subdomain } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS } from "./check.ts";
import { containersWithPaths } from "./containers-with-paths.ts";

/** Source: pkg/apis/core/validation/validation.go validateWindowsSecurityContextOptions. */
export function validateWindowsOptions(options: WindowsSecurityContextOptions | undefined, path: string): FieldErrors {
  if (options === undefined) return NO_ERRORS;
  const { gmsaCredentialSpecName: specName, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  return [
    ...(specName === undefined
      ? NO_ERRORS
      : invalidEach(child(path, "gmsaCredentialSpecName"), specName, isDns1123Subdomain(specName))),
    ...(spec === undefined ? NO_ERRORS : validateCredentialSpec(spec, child(path, "gmsaCredentialSpec"))),
    ...(user === undefined ? NO_ERRORS : invalidEach(child(path, "runAsUserName"), user, userNameProblems(user))),
  ];
}

function validateCredentialSpec(spec: string, path: string): FieldErrors {
  if (spec === "") return [invalid(path, spec, "gmsaCredentialSpec cannot be an empty string")];
  const long = byteLength(spec) > 64 * 1024;
  return long ? [invalid(path, spec, "gmsaCredentialSpec size must be under 64 KiB")] : NO_ERRORS;
}

const DNS_LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const DNS_DOMAIN = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);
const NET_BIOS_DOMAIN = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const CONTROL = /\p{Cc}/u;

function userNameProblems(name: string): readonly string[] {
  if (name === "") return ["runAsUserName cannot be an empty string"];
  if (CONTROL.test(name)) return ["runAsUserName cannot contain control characters"];
  const parts = name.split("\\");
  if (parts.length > 2) return ["runAsUserName cannot contain more than one backslash"];
  const user = parts[parts.length - 1] ?? "";
  return [...(parts.length === 2 ? domainProblems(parts[0] ?? "") : []), ...userProblems(user)];
}

function domainProblems(domain: string): readonly string[] {
  const known = NET_BIOS_DOMAIN.test(domain) || DNS_DOMAIN.test(domain);
  return [
    ...(byteLength(domain) >= 256 ? ["runAsUserName's Domain length must be under 256 characters"] : []),
    ...(known ? [] : ["runAsUserName's Domain doesn't match the NetBios nor the DNS format"]),
  ];
}

function userProblems(user: string): readonly string[] {
  const length = byteLength(user);
  const problems: string[] = [];
  if (length === 0) problems.push("runAsUserName's User cannot be empty");
  else if (length > 104) problems.push("runAsUserName's User length must not be longer than 104 characters");
  if (/^[. ]+$/.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    problems.push(`runAsUserName's User cannot contain the following characters: "/\\:;|=,+*?<>@[]`);
  }
  return problems;
}

/** Source: validation.go validateWindowsHostProcessPod. */
export function validateHostProcess(spec: PodSpec, path: string): FieldErrors {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  const all = containersWithPaths(spec, path).map((each) => ({
    path: each.path,
    own: each.container.securityContext?.windowsOptions?.hostProcess,
  }));
  const mismatches = all.flatMap(({ own, path: at }) => {
    if (ofPod === undefined || own === undefined || own === ofPod) return NO_ERRORS;
    const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
    return [invalid(child(at, "securityContext.windowsOptions.hostProcess"), own, detail)];
  });
  const count = all.filter(({ own }) => (own ?? ofPod) === true).length;
  if (count === 0) return mismatches;
  const mixed = "If pod contains any hostProcess containers then all containers must be HostProcess containers";
  const network = "hostNetwork must be true if pod contains any hostProcess containers";
  return [
    ...mismatches,
    ...(count === all.length ? NO_ERRORS : [invalid(path, "", mixed)]),
    ...(spec.hostNetwork === true ? NO_ERRORS : [invalid(child(path, "hostNetwork"), false, network)]),
  ];
}

const POD_FIELDS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "fsGroup",
  "fsGroupChangePolicy",
  "sysctls",
  "runAsUser",
  "runAsGroup",
  "supplementalGroups",
  "supplementalGroupsPolicy",
  "seLinuxChangePolicy",
] as const;

const CONTAINER_FIELDS = [
  "appArmorProfile",
  "seLinuxOptions",
  "seccompProfile",
  "capabilities",
  "readOnlyRootFilesystem",
  "privileged",
  "allowPrivilegeEscalation",
  "procMount",
  "runAsUser",
  "runAsGroup",
] as const;

const SPEC_FIELDS = ["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"] as const;

/** What Windows does not have. Source: validation.go validateWindows. */
export function validateWindowsPod(spec: PodSpec, path: string): FieldErrors {
  const refuse = (at: string) => forbidden(at, "cannot be set for a windows pod");
  const context = spec.securityContext ?? {};
  return [
    ...POD_FIELDS.filter((name) => isSet(context[name])).map((name) => refuse(child(path, `securityContext.${name}`))),
    ...SPEC_FIELDS.filter((name) =>
      name.endsWith("C") || name.endsWith("D") ? spec[name] === true : isSet(spec[name]),
    ).map((name) => refuse(child(path, name))),
    ...containersWithPaths(spec, path).flatMap(({ container, path: at }) => {
      const own = container.securityContext ?? {};
      return CONTAINER_FIELDS.filter((name) => isSet(own[name])).map((name) =>
        refuse(child(at, `securityContext.${name}`)),
      );
    }),
  ];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}

/** Source: validation.go validateLinux. */
export function validateLinuxPod(spec: PodSpec, path: string): FieldErrors {
  const refuse = (at: string) =>
    forbidden(child(at, "securityContext.windowsOptions"), "windows options cannot be set for a linux pod");
  return [
    ...(spec.securityContext?.windowsOptions === undefined ? NO_ERRORS : [refuse(path)]),
    ...containersWithPaths(spec, path)
      .filter(({ container }) => container.securityContext?.windowsOptions !== undefined)
      .map((each) => refuse(each.path)),
  ];
}
