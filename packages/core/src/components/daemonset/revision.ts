import { labelValue } from "../../api/selector-requirement.ts";
import type { ControllerRevision, DaemonSet, JsonObject, PodTemplateSpec } from "../../kubernetes/types.ts";
import { controllerRef } from "../shared/controller-ref.ts";
import { canonicalText, templateHash } from "../shared/hash.ts";
import { HASH_LABEL } from "./pod-template.ts";

const patches = new WeakMap<PodTemplateSpec, JsonObject>();

/**
 * What a revision stores: a strategic merge patch that puts the template back, as `kubectl rollout undo` does.
 * Source: pkg/controller/daemon/update.go getPatch.
 */
export function templatePatch({ spec }: DaemonSet): JsonObject {
  let patch = patches.get(spec.template);
  if (patch === undefined) {
    patch = { spec: { template: { ...(spec.template as unknown as JsonObject), $patch: "replace" } } };
    patches.set(spec.template, patch);
  }
  return patch;
}

/** Whether a revision stores the template that the DaemonSet has. Source: pkg/controller/daemon/update.go Match. */
export function matchesRevision(daemonSet: DaemonSet, { data }: ControllerRevision): boolean {
  return data !== undefined && canonicalText(templatePatch(daemonSet)) === canonicalText(data);
}

export function hashOf(revision: ControllerRevision): string {
  return labelValue(revision.metadata.labels, HASH_LABEL) ?? "";
}

/** The revision of the template that the DaemonSet has, as it is created. Source: pkg/controller/daemon/update.go snapshot. */
export function newRevision(daemonSet: DaemonSet, revision: number): object {
  const { name, namespace, annotations } = daemonSet.metadata;
  const hash = templateHash(daemonSet.spec.template, daemonSet.status?.collisionCount);
  return {
    apiVersion: "apps/v1",
    kind: "ControllerRevision",
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...daemonSet.spec.template.metadata?.labels, [HASH_LABEL]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [controllerRef(daemonSet)],
    },
    data: templatePatch(daemonSet),
    revision,
  };
}

export function revisionNumber({ revision = 0 }: ControllerRevision): number {
  return revision;
}

/** Source: pkg/controller/daemon/update.go maxRevision. */
export function maxRevision(revisions: readonly ControllerRevision[]): number {
  return revisions.reduce((max, revision) => Math.max(max, revisionNumber(revision)), 0);
}
