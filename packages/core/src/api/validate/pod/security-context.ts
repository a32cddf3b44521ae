import type {
  AppArmorProfile,
  Container,
  EphemeralContainer,
  PodSecurityContext,
  PodSpec,
  SeccompProfile,
  SecurityContext,
  Sysctl,
} from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, duplicate, index, invalid, required, tooLong } from "../../field-error.ts";
import { byteLength } from "../../go-text.ts";
import { isUnixId } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS, textOf, validateOneOf } from "./check.ts";
import { goView } from "./go-view.ts";
import { validateLocalDescendingPath } from "./paths.ts";
import { validateWindowsOptions } from "./windows.ts";

/** A container's security context. Source: pkg/apis/core/validation/validation.go ValidateSecurityContext. */
export function validateSecurityContext(
  container: Container | EphemeralContainer,
  hostUsers: boolean,
  path: string,
): FieldErrors {
  const context = container.securityContext;
  if (context === undefined) return NO_ERRORS;
  return [
    // The API server runs without --allow-privileged only in old set-ups; kubeadm, kind and the like set it.
    ...validateId(context.runAsUser, child(path, "runAsUser")),
    ...validateId(context.runAsGroup, child(path, "runAsGroup")),
    ...validateProcMount(context.procMount, hostUsers, child(path, "procMount")),
    ...validateSeccompProfile(context.seccompProfile, child(path, "seccompProfile")),
    ...validateEscalation(context, path),
    ...validateWindowsOptions(context.windowsOptions, child(path, "windowsOptions")),
    ...validateAppArmorProfile(context.appArmorProfile, child(path, "appArmorProfile")),
  ];
}

function validateId(id: number | undefined, path: string): FieldErrors {
  return id === undefined ? NO_ERRORS : invalidEach(path, id, isUnixId(id));
}

function validateProcMount(mount: string | undefined, hostUsers: boolean, path: string): FieldErrors {
  if (mount === undefined) return NO_ERRORS;
  const unmasked = hostUsers && mount === "Unmasked";
  return [
    ...validateOneOf(mount, path, ["Default", "Unmasked"]),
    ...(unmasked ? [invalid(path, mount, "`hostUsers` must be false to use `Unmasked`")] : NO_ERRORS),
  ];
}

function validateEscalation(context: SecurityContext, path: string): FieldErrors {
  if (context.allowPrivilegeEscalation !== false) return NO_ERRORS;
  const errors: FieldError[] = [];
  const fault = (what: string) => invalid(path, goView("SecurityContext", context), `cannot set ${what}`);
  if (context.privileged === true) errors.push(fault("`allowPrivilegeEscalation` to false and `privileged` to true"));
  for (const capability of context.capabilities?.add ?? []) {
    if (capability !== "CAP_SYS_ADMIN") continue;
    errors.push(fault("`allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN"));
  }
  return errors;
}

/** Source: validation.go validateSeccompProfileField. */
export function validateSeccompProfile(profile: SeccompProfile | undefined, path: string): FieldErrors {
  if (profile === undefined) return NO_ERRORS;
  const at = child(path, "localhostProfile");
  const file = profile.localhostProfile;
  const typeErrors = validateProfileType(textOf(profile.type), "seccompProfile", SECCOMP_TYPES, child(path, "type"));
  if (profile.type !== "Localhost") {
    if (file === undefined) return typeErrors;
    const detail = "can only be set when seccomp type is Localhost";
    return [...typeErrors, invalid(at, goView("SeccompProfile", profile), detail)];
  }
  if (file === undefined) return [...typeErrors, required(at, "must be set when seccomp type is Localhost")];
  return [...typeErrors, ...validateLocalDescendingPath(file, at)];
}

const SECCOMP_TYPES = ["Localhost", "RuntimeDefault", "Unconfined"];

function validateProfileType(type: string, what: string, valid: readonly string[], path: string): FieldErrors {
  if (type === "") return [required(path, `type is required when ${what} is set`)];
  return validateOneOf(type, path, valid);
}

/** Source: validation.go ValidateAppArmorProfileField. */
export function validateAppArmorProfile(profile: AppArmorProfile | undefined, path: string): FieldErrors {
  if (profile === undefined) return NO_ERRORS;
  const [type, file, at] = [textOf(profile.type), profile.localhostProfile, child(path, "localhostProfile")];
  if (type === "Localhost") return validateAppArmorFile(file, at);
  if (type === "RuntimeDefault" || type === "Unconfined") {
    return file === undefined ? NO_ERRORS : [invalid(at, file, "can only be set when AppArmor type is Localhost")];
  }
  return validateProfileType(type, "appArmorProfile", SECCOMP_TYPES, child(path, "type"));
}

/** Longest path of a file, less its end mark. */
const MAX_PROFILE_LENGTH = 4095;

function validateAppArmorFile(file: string | undefined, path: string): FieldErrors {
  const missing = required(path, "must be set when AppArmor type is Localhost");
  if (file === undefined) return [missing];
  const padded = file.trim() !== file;
  return [
    ...(padded ? [invalid(path, file, "must not be padded with whitespace")] : file === "" ? [missing] : NO_ERRORS),
    ...(byteLength(file) > MAX_PROFILE_LENGTH ? [tooLong(path, MAX_PROFILE_LENGTH)] : NO_ERRORS),
  ];
}

/** The pod's security context. Source: validation.go validatePodSpecSecurityContext. */
export function validatePodSecurityContext(spec: PodSpec, path: string): FieldErrors {
  const context = spec.securityContext;
  if (context === undefined) return NO_ERRORS;
  return [
    ...validateId(context.fsGroup, child(path, "fsGroup")),
    ...validateId(context.runAsUser, child(path, "runAsUser")),
    ...validateId(context.runAsGroup, child(path, "runAsGroup")),
    ...(context.supplementalGroups ?? []).flatMap((id, i) =>
      validateId(id, index(child(path, "supplementalGroups"), i)),
    ),
    ...validateSysctls(context.sysctls ?? [], spec, child(path, "sysctls")),
    ...validateChoice(context, "fsGroupChangePolicy", ["Always", "OnRootMismatch"], path),
    ...validateSeccompProfile(context.seccompProfile, child(path, "seccompProfile")),
    ...validateWindowsOptions(context.windowsOptions, child(path, "windowsOptions")),
    ...validateAppArmorProfile(context.appArmorProfile, child(path, "appArmorProfile")),
    ...validateChoice(context, "supplementalGroupsPolicy", ["Merge", "Strict"], path),
    ...validateChoice(context, "seLinuxChangePolicy", ["MountOption", "Recursive"], path),
  ];
}

type Choice = "fsGroupChangePolicy" | "supplementalGroupsPolicy" | "seLinuxChangePolicy";

function validateChoice(
  context: PodSecurityContext,
  name: Choice,
  valid: readonly string[],
  path: string,
): FieldErrors {
  const value = context[name];
  return value === undefined ? NO_ERRORS : validateOneOf(value, child(path, name), valid);
}

const SYSCTL_SEGMENT = "[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
const SYSCTL_FORMAT = `^(${SYSCTL_SEGMENT}[\\./])*${SYSCTL_SEGMENT}$`;
const SYSCTL = new RegExp(SYSCTL_FORMAT);
const MAX_SYSCTL_LENGTH = 253;

function validateSysctls(sysctls: readonly Sysctl[], spec: PodSpec, path: string): FieldErrors {
  const seen = new Set<string>();
  return sysctls.flatMap((sysctl, i) => {
    const name = textOf(sysctl.name);
    const at = child(index(path, i), "name");
    const errors = [...validateSysctlName(name, seen, at), ...validateHostSysctl(name, spec, at)];
    seen.add(name);
    return errors;
  });
}

function validateSysctlName(name: string, seen: ReadonlySet<string>, path: string): FieldErrors {
  if (name === "") return [required(path)];
  if (byteLength(name) > MAX_SYSCTL_LENGTH || !SYSCTL.test(name)) {
    const detail = `must have at most ${MAX_SYSCTL_LENGTH} characters and match regex ${SYSCTL_FORMAT}`;
    return [invalid(path, name, detail)];
  }
  return seen.has(name) ? [duplicate(path, name)] : NO_ERRORS;
}

const IPC_SYSCTLS: ReadonlySet<string> = new Set(
  ["sem", "shmall", "shmmax", "shmmni", "shm_rmid_forced", "shm", "msgmax", "msgmnb", "msgmni", "msg"].map(
    (name) => `kernel.${name}`,
  ),
);

/** Source: validation.go ValidateHostSysctl, component-helpers/node/util/sysctl/namespace.go. */
function validateHostSysctl(sysctl: string, spec: PodSpec, path: string): FieldErrors {
  const name = sysctl.replaceAll("/", ".");
  if (spec.hostNetwork === true && name.startsWith("net.")) {
    return [invalid(path, sysctl, "may not be specified when 'hostNetwork' is true")];
  }
  const ipc = IPC_SYSCTLS.has(name) || name.startsWith("fs.mqueue.");
  return spec.hostIPC === true && ipc
    ? [invalid(path, sysctl, "may not be specified when 'hostIPC' is true")]
    : NO_ERRORS;
}

/** Shared process namespaces: of the pod's containers, or of the host, not both. */
export function validateShareProcessNamespace(spec: PodSpec, path: string): FieldErrors {
  if (spec.shareProcessNamespace !== true || spec.hostPID !== true) return NO_ERRORS;
  const detail = "ShareProcessNamespace and HostPID cannot both be enabled";
  return [invalid(child(path, "shareProcessNamespace"), true, detail)];
}
