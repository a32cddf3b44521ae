import type { JsonObject, KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, PRINT_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { type Info, requestFor } from "../resources/index.ts";
import { LAST_APPLIED, lastApplied } from "./last-applied.ts";
import { type DryRun, dryRunOf, writeOptions } from "./options.ts";
import { resultPrinter } from "./print-result.ts";
import { findRollouts, ROLLOUT_FLAGS } from "./rollout-find.ts";
import { checkKind, templateText } from "./rollout-history.ts";
import { alreadyAt, type Revision, revisionsOf, revisionToRestore, withoutHash } from "./rollout-revisions.ts";

/** Annotations that a Deployment keeps. Source: pkg/polymorphichelpers/rollback.go annotationsToSkip. */
const KEPT_ANNOTATIONS = [
  LAST_APPLIED,
  "deployment.kubernetes.io/revision",
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

/** Source: pkg/cmd/rollout/rollout_undo.go; pkg/polymorphichelpers/rollback.go. */
export const rolloutUndo: Command = {
  name: "undo",
  flags: [...ROLLOUT_FLAGS, ...PRINT_FLAGS, ...DRY_RUN_FLAGS, ...flags("--to-revision=0")],
  run(context) {
    const dryRun = dryRunOf(context);
    const print = resultPrinter(context, dryRun);
    findRollouts(context).each((info) => {
      if (lastApplied(info.object as KubeObject) !== undefined) warnAboutApply(context, info);
      checkKind(info);
      print(info.object as KubeObject, rollBack(context, info, context.flags.int("to-revision"), dryRun));
    });
  },
};

function warnAboutApply(context: CommandContext, { resource, name }: Info): void {
  context.err(
    `Warning: resource ${resource.plural}/${name} was previously managed with 'kubectl apply'. Rolling back will not update ` +
      `the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations. ` +
      "Consider using 'kubectl apply' with your previous configuration file instead.\n",
  );
}

/** What was done, in kubectl's words. */
function rollBack(context: CommandContext, info: Info, number: number, dryRun: DryRun): string {
  const revision = revisionToRestore(info, revisionsOf(context, info), number);
  const isDeployment = info.resource.kind === "Deployment";
  if (dryRun === "client") return `${isDeployment ? "" : "will roll back to "}${templateText(revision.template)}`;
  if (isDeployment && (info.object as unknown as { spec: { paused?: boolean } }).spec.paused) {
    throw new KubectlError(
      "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again",
    );
  }
  if (alreadyAt(info, revision)) return `skipped rollback (current template already matches revision ${number})`;
  const patch = isDeployment ? deploymentPatch(info, revision) : revisionPatch(revision);
  try {
    context.send({ ...requestFor(info, "patch"), ...patch, ...writeOptions(dryRun) });
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw new KubectlError(`failed restoring revision ${number}: ${error.message}`);
  }
  return "rolled back";
}

function revisionPatch({ source }: Revision) {
  return { patchType: "strategic" as const, body: (source as unknown as { data: JsonObject }).data };
}

function deploymentPatch(info: Info, { source, template }: Revision) {
  const own = info.object?.metadata.annotations ?? {};
  const kept = Object.entries(own).filter(([key]) => KEPT_ANNOTATIONS.includes(key));
  const restored = Object.entries(source.metadata.annotations ?? {}).filter(([key]) => !KEPT_ANNOTATIONS.includes(key));
  const body = [
    { op: "replace", path: "/spec/template", value: withoutHash(template) },
    { op: "replace", path: "/metadata/annotations", value: Object.fromEntries([...kept, ...restored]) },
  ];
  return { patchType: "json" as const, body };
}
