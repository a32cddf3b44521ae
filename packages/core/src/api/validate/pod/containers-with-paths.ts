import type { Container, EphemeralContainer, PodSpec } from "../../../kubernetes/types.ts";
import { child, index } from "../../field-error.ts";

export interface ContainerAtPath {
  readonly container: Container | EphemeralContainer;
  readonly path: string;
}

/** Every container of a pod, in the server's order: init, regular, ephemeral. Source: pkg/apis/core/pods/helpers.go VisitContainersWithPath. */
export function containersWithPaths(spec: PodSpec, specPath: string): readonly ContainerAtPath[] {
  const lists = [
    ["initContainers", spec.initContainers],
    ["containers", spec.containers],
    ["ephemeralContainers", spec.ephemeralContainers],
  ] as const;
  return lists.flatMap(([name, list]) =>
    (list ?? []).map((container, i) => ({ container, path: index(child(specPath, name), i) })),
  );
}
