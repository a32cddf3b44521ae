import type { KubeObject, Status } from "@kubetick/core";
import { flags } from "../args.ts";
import { ALL_NAMESPACES_FLAGS, CASCADE_FLAGS, DRY_RUN_FLAGS, FILE_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { isNotFound, KubectlError, withSource } from "../command-error.ts";
import { find, type Info, kindText, requestFor } from "../resources/index.ts";
import { cascadeOf, type DryRun, dryRunOf, filesOf } from "./options.ts";
import { waitForDeletion } from "./wait-for-deletion.ts";

/** Source: pkg/cmd/delete/delete.go. */
export const deleteCommand: Command = {
  name: "delete",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...ALL_NAMESPACES_FLAGS,
    ...DRY_RUN_FLAGS,
    ...CASCADE_FLAGS,
    ...flags(
      "--all=false",
      "--field-selector=''",
      "--ignore-not-found=false",
      "-i, --interactive=false",
      "--now=false",
      "-o, --output=''",
      "--raw=''",
      "--wait=true",
    ),
  ],
  run(context) {
    const propagationPolicy = cascadeOf(context);
    const grace = gracePeriod(context);
    const dryRun = dryRunOf(context);
    const found = findObjects(context);
    validate(context, grace);
    const ignore = ignoresMissing(context) ? isNotFound : undefined;
    const deleted: (Info & { readonly uid?: string })[] = [];
    let visited = 0;
    let warn = context.enforceNamespace && !context.flags.bool("all-namespaces");
    found.each((info) => {
      visited++;
      if (warn && !info.resource.namespaced) {
        context.warn("deleting cluster-scoped resources, not scoped to the provided namespace");
        warn = false;
      }
      const uid = dryRun === "client" ? undefined : deleteOne(context, info, { grace, propagationPolicy, dryRun });
      context.out(deletedText(context, info, grace, dryRun));
      deleted.push({ ...info, ...(uid !== undefined && { uid }) });
    }, ignore);
    if (visited === 0) return context.out("No resources found\n");
    if (context.flags.bool("wait") && dryRun === "none")
      waitForDeletion(context, deleted, context.flags.duration("timeout"));
  },
};

/** Seconds; -1 is the object's own. */
function gracePeriod(context: CommandContext): number {
  const force = context.flags.bool("force");
  let grace = context.flags.int("grace-period");
  if (context.flags.bool("now")) {
    if (grace !== -1) throw new KubectlError("--now and --grace-period cannot be specified together");
    grace = 1;
  }
  // Zero without --force would lose data too easily.
  if (grace === 0 && !force) grace = 1;
  return force && grace < 0 ? 0 : grace;
}

function findObjects(context: CommandContext) {
  return find(context, {
    args: context.args,
    files: filesOf(context),
    selector: context.flags.text("selector"),
    fieldSelector: context.flags.text("field-selector"),
    all: context.flags.bool("all"),
    allNamespaces: context.flags.bool("all-namespaces"),
    continueOnError: true,
    requireObject: false,
  });
}

function validate(context: CommandContext, grace: number): void {
  const output = context.flags.text("output");
  if (output !== "" && output !== "name") {
    throw new KubectlError(`unexpected -o output mode: ${output}. We only support '-o name'`);
  }
  if (!context.flags.bool("force")) return;
  if (grace > 0) throw new KubectlError("--force and --grace-period greater than 0 cannot be specified together");
  context.warn(
    "Immediate deletion does not wait for confirmation that the running resource has been terminated. " +
      "The resource may continue to run on the cluster indefinitely.",
  );
}

/** With a selector, what is gone already is no failure. */
function ignoresMissing(context: CommandContext): boolean {
  if (context.flags.changed("ignore-not-found")) return context.flags.bool("ignore-not-found");
  return (
    context.flags.bool("all") || context.flags.text("selector") !== "" || context.flags.text("field-selector") !== ""
  );
}

interface DeleteOptions {
  readonly grace: number;
  readonly propagationPolicy: "Background" | "Foreground" | "Orphan";
  readonly dryRun: DryRun;
}

/** The uid of what is deleted, as far as the answer says it. */
function deleteOne(
  context: CommandContext,
  info: Info,
  { grace, propagationPolicy, dryRun }: DeleteOptions,
): string | undefined {
  try {
    const answer = context.send<Status | KubeObject>({
      ...requestFor(info, "delete"),
      options: {
        propagationPolicy,
        ...(grace >= 0 && { gracePeriodSeconds: grace }),
        ...(dryRun === "server" && { dryRun: ["All"] }),
      },
    });
    return "details" in answer ? answer.details?.uid : (answer as KubeObject).metadata.uid;
  } catch (error) {
    throw withSource("deleting", info.source, error);
  }
}

/** `pod "x" deleted from default namespace`. Source: pkg/cmd/delete/delete.go PrintObj. */
function deletedText(context: CommandContext, info: Info, grace: number, dryRun: DryRun): string {
  const kind = kindText(info);
  if (context.flags.text("output") === "name") return `${kind}/${info.name}\n`;
  const from = info.resource.namespaced ? ` from ${info.namespace} namespace` : "";
  const how = dryRun === "none" ? "" : dryRun === "client" ? " (dry run)" : " (server dry run)";
  return `${kind} ${JSON.stringify(info.name)} ${grace === 0 ? "force deleted" : "deleted"}${from}${how}\n`;
}
