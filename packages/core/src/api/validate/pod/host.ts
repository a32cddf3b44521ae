import type { PodSpec } from "../../../kubernetes/types.ts";
import { child, forbidden, index, invalid, tooLong } from "../../field-error.ts";
import { byteLength } from "../../go-text.ts";
import { type FieldErrors, NO_ERRORS, validateDnsSubdomain } from "./check.ts";
import { containersWithPaths } from "./containers-with-paths.ts";

/**
 * In the host's network a port is the host's own. A template may leave it out: the pod gets it then.
 * Source: pkg/apis/core/validation/validation.go validatePodHostNetworkDeps.
 */
export function validateHostNetworkPorts(spec: PodSpec, isPod: boolean, path: string): FieldErrors {
  if (spec.hostNetwork !== true) return NO_ERRORS;
  return (spec.containers ?? []).flatMap((container, c) =>
    (container.ports ?? []).flatMap((port, p) => {
      const [own, host] = [port.containerPort ?? 0, port.hostPort ?? 0];
      if (host === own || (!isPod && host === 0)) return NO_ERRORS;
      const at = child(index(child(index(child(path, "containers"), c), "ports"), p), "hostPort");
      return [invalid(at, host, "must match `containerPort` when `hostNetwork` is true")];
    }),
  );
}

/** A pod with its own user namespace shares no other namespace with the host. Source: validation.go validateHostUsers. */
export function validateHostUsers(spec: PodSpec, path: string): FieldErrors {
  if (spec.hostUsers !== false) return NO_ERRORS;
  const refuse = (at: string) => forbidden(at, "when `hostUsers` is false");
  return [
    ...(spec.hostNetwork === true ? [refuse(child(path, "hostNetwork"))] : NO_ERRORS),
    ...(spec.hostPID === true ? [refuse(child(path, "HostPID"))] : NO_ERRORS),
    ...(spec.hostIPC === true ? [refuse(child(path, "HostIPC"))] : NO_ERRORS),
    ...containersWithPaths(spec, path)
      .filter(({ container }) => (container.volumeDevices ?? []).length > 0)
      .map((each) => refuse(child(each.path, "volumeDevices"))),
  ];
}

/** Source: validation.go validatePodHostName. */
export function validateHostnameOverride(spec: PodSpec, path: string): FieldErrors {
  const name = spec.hostnameOverride;
  if (name === undefined) return NO_ERRORS;
  const at = child(path, "hostnameOverride");
  const beside = (what: string) => forbidden(at, `may not be specified when ${what} is true`);
  return [
    ...(spec.setHostnameAsFQDN === true ? [beside("setHostnameAsFQDN")] : NO_ERRORS),
    ...(spec.hostNetwork === true ? [beside("hostNetwork")] : NO_ERRORS),
    ...(byteLength(name) > 64 ? [tooLong(at, 64)] : NO_ERRORS),
    ...validateDnsSubdomain(name, at),
  ];
}
