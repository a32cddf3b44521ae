import type { Container, PodTemplateSpec } from "@kubetick/core";

/** The two wide cells of a workload: the containers' names and images. Source: pkg/printers layoutContainerCells. */
export function containerCells(template: PodTemplateSpec | undefined): readonly [names: string, images: string] {
  const containers: readonly Container[] = template?.spec?.containers ?? [];
  return [containers.map((c) => c.name).join(","), containers.map((c) => c.image ?? "").join(",")];
}
