import type { Container, ContainerPort, IntOrString } from "../../../kubernetes/types.ts";
import { child, duplicate, index, required } from "../../field-error.ts";
import { isPortName, isPortNumber } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS, textOf, validateRequiredOneOf } from "./check.ts";

const PROTOCOLS = ["SCTP", "TCP", "UDP"];

/** Source: pkg/apis/core/validation/validation.go validateContainerPorts. */
export function validateContainerPorts(ports: readonly ContainerPort[] | undefined, path: string): FieldErrors {
  const names = new Set<string>();
  return (ports ?? []).flatMap((port, i) => [
    ...validateName(textOf(port.name), child(index(path, i), "name"), names),
    ...validateNumbers(port, index(path, i)),
    ...validateRequiredOneOf(port.protocol, child(index(path, i), "protocol"), PROTOCOLS),
  ]);
}

function validateName(name: string, path: string, names: Set<string>): FieldErrors {
  if (name === "") return NO_ERRORS;
  const messages = isPortName(name);
  if (messages.length > 0) return invalidEach(path, name, messages);
  if (names.has(name)) return [duplicate(path, name)];
  names.add(name);
  return NO_ERRORS;
}

function validateNumbers(port: ContainerPort, path: string): FieldErrors {
  const containerPort = port.containerPort ?? 0;
  const hostPort = port.hostPort ?? 0;
  const own = child(path, "containerPort");
  return [
    ...(containerPort === 0 ? [required(own)] : invalidEach(own, containerPort, isPortNumber(containerPort))),
    ...(hostPort === 0 ? NO_ERRORS : invalidEach(child(path, "hostPort"), hostPort, isPortNumber(hostPort))),
  ];
}

/** No two ports of the pod may want the same port of the host. Source: validation.go AccumulateUniqueHostPorts. */
export function validateHostPortConflicts(containers: readonly Container[], path: string): FieldErrors {
  const taken = new Set<string>();
  return containers.flatMap((container, c) =>
    (container.ports ?? []).flatMap((port, p) => {
      if (!port.hostPort) return [];
      const key = `${textOf(port.protocol)}/${textOf(port.hostIP)}/${port.hostPort}`;
      if (taken.has(key)) return [duplicate(child(index(child(index(path, c), "ports"), p), "hostPort"), key)];
      taken.add(key);
      return [];
    }),
  );
}

/** Source: validation.go ValidatePortNumOrName. */
export function validatePortNumberOrName(port: IntOrString | undefined, path: string): FieldErrors {
  if (typeof port === "string") return invalidEach(path, port, isPortName(port));
  return invalidEach(path, port ?? 0, isPortNumber(port ?? 0));
}
