import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  KubeObject,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
} from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { selectorString } from "../print/labels.ts";
import type { Info } from "../resources/index.ts";
import { sameJson } from "./merge-patch.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";
const REVISION = "deployment.kubernetes.io/revision";
const HASH = "pod-template-hash";

/** One revision that an object can be rolled back to. */
export interface Revision {
  readonly number: number;
  readonly changeCause: string;
  readonly template: PodTemplateSpec;
  /** The ControllerRevision, or the ReplicaSet. */
  readonly source: KubeObject;
}

/** The revisions of a DaemonSet, StatefulSet or Deployment, in the order of their numbers. */
export function revisionsOf(context: CommandContext, info: Info): readonly Revision[] {
  const revisions =
    info.resource.kind === "Deployment" ? fromReplicaSets(context, info) : fromControllerRevisions(context, info);
  return [...revisions].sort((a, b) => a.number - b.number);
}

/** Source: pkg/polymorphichelpers/history.go controlledHistoryV1. */
function fromControllerRevisions(context: CommandContext, info: Info): readonly Revision[] {
  return owned<ControllerRevision>(context, info, "controllerrevisions.apps").map((source) => ({
    number: source.revision ?? 0,
    changeCause: source.metadata.annotations?.[CHANGE_CAUSE] ?? "",
    template: templateOf(source),
    source: source as unknown as KubeObject,
  }));
}

/** The data is a patch that replaces the whole template. */
function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { $patch: _, ...template } = (data as unknown as { spec: { template: PodTemplateSpec & { $patch?: string } } })
    .spec.template;
  return template;
}

/** Source: pkg/polymorphichelpers/history.go DeploymentHistoryViewer. */
function fromReplicaSets(context: CommandContext, info: Info): readonly Revision[] {
  return owned<ReplicaSet>(context, info, "replicasets.apps").flatMap((source) => {
    const number = Number(source.metadata.annotations?.[REVISION] ?? Number.NaN);
    const template = source.spec?.template;
    if (!Number.isInteger(number) || template === undefined) return [];
    const changeCause = source.metadata.annotations?.[CHANGE_CAUSE] ?? "";
    const annotations = {
      ...template.metadata?.annotations,
      ...(changeCause !== "" && { [CHANGE_CAUSE]: changeCause }),
    };
    const shown = { ...template, metadata: { ...template.metadata, annotations } };
    return [{ number, changeCause, template: shown, source: source as unknown as KubeObject }];
  });
}

function owned<T extends { readonly metadata: KubeObject["metadata"] }>(
  context: CommandContext,
  info: Info,
  resource: string,
): readonly T[] {
  const object = info.object as unknown as DaemonSet;
  const list = context.send<{ readonly items: readonly T[] }>({
    verb: "list",
    resource,
    namespace: info.namespace,
    options: { labelSelector: selectorString(object.spec?.selector as LabelSelector) },
  });
  return list.items.filter(({ metadata }) =>
    metadata.ownerReferences?.some((owner) => owner.controller && owner.uid === object.metadata.uid),
  );
}

/** The revision to go back to: of this number, or with 0 the one before the last. */
export function revisionToRestore(info: Info, revisions: readonly Revision[], number: number): Revision {
  if (number > 0) {
    const found = revisions.find((revision) => revision.number === number);
    if (found !== undefined) return found;
  }
  if (number !== 0) throw new KubectlError(`unable to find specified revision ${number} in history`);
  const previous = revisions.at(-2);
  if (previous !== undefined) return previous;
  if (info.resource.kind !== "Deployment") throw new KubectlError("no last revision to roll back to");
  throw new KubectlError(`no rollout history found for deployment ${JSON.stringify(info.name)}`);
}

/** Whether the object already has this template. */
export function alreadyAt(info: Info, revision: Revision): boolean {
  const template = (info.object as unknown as Deployment).spec?.template;
  return sameJson(withoutHash(template), withoutHash(revision.template));
}

/** The template as the Deployment had it. */
export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec | undefined {
  const { annotations, labels, ...metadata } = template?.metadata ?? {};
  const { [HASH]: _, ...others } = labels ?? {};
  const { [CHANGE_CAUSE]: __, ...notes } = annotations ?? {};
  return {
    ...template,
    metadata: {
      ...metadata,
      ...(Object.keys(others).length > 0 && { labels: others as { readonly [key: string]: string } }),
      ...(Object.keys(notes).length > 0 && { annotations: notes as { readonly [key: string]: string } }),
    },
  };
}
