import type { ClusterView, ControllerRevision, DaemonSet, Pod, PodTemplateSpec } from "@kubetick/core";
import { sameJson } from "./same.ts";

export const HASH = "controller-revision-hash";
const GENERATION = "pod-template-generation";
const GENERATION_ANNOTATION = "deprecated.daemonset.template.generation";

export function revisionsOf(view: ClusterView, { metadata }: DaemonSet): readonly ControllerRevision[] {
  return view.controlledBy<ControllerRevision>("controllerrevisions.apps", metadata.uid);
}

export function hashOf({ metadata }: Pod | ControllerRevision): string {
  return metadata.labels?.[HASH] ?? "";
}

const compared = new WeakMap<ControllerRevision, { readonly template: PodTemplateSpec; readonly same: boolean }>();

/** Whether the revision stores the template that the DaemonSet has. Upstream: pkg/controller/daemon/update.go Match, getPatch. */
export function storesTemplate(revision: ControllerRevision, { spec }: DaemonSet): boolean {
  const known = compared.get(revision);
  if (known?.template === spec.template) return known.same;
  const { $patch: _, ...stored } = storedTemplate(revision) ?? {};
  const same = sameJson(stored, spec.template);
  compared.set(revision, { template: spec.template, same });
  return same;
}

export function storedTemplate({ data }: ControllerRevision): Record<string, unknown> | undefined {
  return (data?.["spec"] as { template?: Record<string, unknown> } | undefined)?.template;
}

/** The hashes of the current template: one, but for moments in which two revisions of it are there. */
export type CurrentHashes = ReadonlySet<string>;

export function currentHashes(view: ClusterView, daemonSet: DaemonSet): CurrentHashes {
  const hashes = new Set<string>();
  for (const revision of revisionsOf(view, daemonSet)) {
    if (storesTemplate(revision, daemonSet)) hashes.add(hashOf(revision));
  }
  return hashes;
}

/** `maybe`: by its hash it is not, but the old numbering of templates says so. Upstream: daemonset_util.go IsPodUpdated. */
export type UpToDate = "yes" | "no" | "maybe";

export function isUpToDate(pod: Pod, daemonSet: DaemonSet, hashes: CurrentHashes): UpToDate {
  if (hashes.has(hashOf(pod))) return "yes";
  const generation = pod.metadata.labels?.[GENERATION];
  const current = daemonSet.metadata.annotations?.[GENERATION_ANNOTATION];
  return generation !== undefined && generation === current ? "maybe" : "no";
}
