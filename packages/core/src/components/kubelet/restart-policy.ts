import type { Container, PodSpec } from "../../kubernetes/types.ts";

/** Whether an init container is a sidecar: it stays, and is restarted, next to the pod's containers. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === "Always";
}

/**
 * Whether a container that ended with `code` is to run again: its own rules first, then its own policy, then the pod's.
 * Source: pkg/api/v1/pod/util.go ContainerShouldRestart.
 */
export function shouldRestart(container: Container, spec: PodSpec, code: number): boolean {
  for (const { action, exitCodes } of container.restartPolicyRules ?? []) {
    const listed = exitCodes?.values?.includes(code) ?? false;
    if (exitCodes !== undefined && listed === (exitCodes.operator === "In")) return action === "Restart";
  }
  const policy = container.restartPolicy ?? spec.restartPolicy ?? "Always";
  return policy === "Always" || (policy === "OnFailure" && code !== 0);
}

/** An init container that failed is tried again unless the pod never restarts. A sidecar always is. */
export function shouldRestartInit(container: Container, spec: PodSpec, code: number): boolean {
  if (container.restartPolicy !== undefined || container.restartPolicyRules !== undefined)
    return shouldRestart(container, spec, code);
  return code !== 0 && spec.restartPolicy !== "Never";
}
