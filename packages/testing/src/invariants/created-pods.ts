import type { Container, ControllerRevision, DaemonSet, Pod } from "@kubetick/core";
import { always, type Invariant, type Observation } from "./invariant.ts";
import { type Creation, creationOf } from "./judge/creation.ts";
import { TOLERATED, TOLERATED_ON_HOST } from "./judge/placement.ts";
import { hashOf, revisionsOf, storedTemplate, storesTemplate } from "./judge/revisions.ts";
import { sameJson } from "./judge/same.ts";

/**
 * A daemon pod is made from the template of its DaemonSet: it is labelled as of the current revision and has what that revision
 * stores, names the one node that it is for, and tolerates what daemons must.
 */
export const madeFromTemplate: Invariant = always("madeFromTemplate", isAsItShouldBe, {
  source: "pkg/controller/daemon/util/daemonset_util.go CreatePodTemplate, AddOrUpdateDaemonPodTolerations",
  reads: ["pods"],
});

function isAsItShouldBe(at: Observation): true | string {
  const creation = creationOf(at);
  if (creation === undefined) return true;
  const fault = ofRevision(creation) ?? ofTemplate(creation) ?? ofTolerations(creation.pod) ?? ofNode(creation);
  return fault === undefined || `${creation.pod.metadata.name} ${fault}`;
}

/** A revision counts that the DaemonSet has, or had in the course of the sync: people may set it free meanwhile. */
function ofRevision({ pod, daemonSet, sights, write }: Creation): string | undefined {
  const hash = hashOf(pod);
  const made = write.answers.filter(isRevision).filter((one) => isOwnedBy(one, daemonSet));
  const revision = [...sights.flatMap(({ view }) => revisionsOf(view, daemonSet)), ...made].find(
    (one) => hashOf(one) === hash && storesTemplate(one, daemonSet),
  );
  if (revision === undefined)
    return `is labelled as of revision ${hash || "(none)"}, which does not store the current template`;
  return sameContainers(pod, revision) ? undefined : `has not the containers of revision ${hash}`;
}

function isRevision(answer: object): answer is ControllerRevision {
  return (answer as Partial<ControllerRevision>).kind === "ControllerRevision";
}

function isOwnedBy({ metadata }: ControllerRevision, owner: DaemonSet): boolean {
  return metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid) ?? false;
}

const COMPARED = ["name", "image", "command", "args", "env", "ports"] as const satisfies readonly (keyof Container)[];

function sameContainers(pod: Pod, revision: ControllerRevision): boolean {
  const template = storedTemplate(revision) as { spec?: { containers?: readonly Container[] } } | undefined;
  const parts = (containers: readonly Container[] = []) =>
    containers.map((container) => COMPARED.map((field) => container[field] ?? null));
  return sameJson(parts(pod.spec?.containers), parts(template?.spec?.containers));
}

function ofTemplate({ pod, daemonSet }: Creation): string | undefined {
  const { labels = {}, annotations = {}, finalizers = [] } = daemonSet.spec.template.metadata ?? {};
  if (!pod.metadata.name.startsWith(`${daemonSet.metadata.name}-`)) return "is not named after its DaemonSet";
  if (finalizers.some((finalizer) => !pod.metadata.finalizers?.includes(finalizer)))
    return "lacks the template's finalizers";
  const lacks = (wanted: Readonly<Record<string, string>>, found: Readonly<Record<string, string>> = {}) =>
    Object.keys(wanted).find((key) => wanted[key] !== found[key]);
  const label = lacks(labels, pod.metadata.labels);
  if (label !== undefined) return `lacks the template's label ${label}`;
  const annotation = lacks(annotations, pod.metadata.annotations);
  return annotation === undefined ? undefined : `lacks the template's annotation ${annotation}`;
}

function ofTolerations({ spec }: Pod): string | undefined {
  for (const [key, effect] of spec?.hostNetwork ? [...TOLERATED, TOLERATED_ON_HOST] : TOLERATED) {
    const found = spec?.tolerations?.some(
      (one) =>
        (one.key === key || !one.key) && (one.effect === effect || !one.effect) && one.tolerationSeconds === undefined,
    );
    if (!found) return `does not tolerate ${key}:${effect}`;
  }
  return undefined;
}

/** The scheduler has no choice: the one term names the node. */
function ofNode({ pod, node }: Creation): string | undefined {
  if (node.name === "") return "names no node: it could go anywhere";
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const wanted = [{ matchFields: [{ key: "metadata.name", operator: "In", values: [node.name] }] }];
  if (sameJson(required?.nodeSelectorTerms, wanted)) return undefined;
  return `is for ${node.name}, and its affinity asks for something else`;
}
