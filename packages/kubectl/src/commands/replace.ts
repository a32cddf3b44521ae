import type { KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import { CASCADE_FLAGS, DRY_RUN_FLAGS, FILE_FLAGS, fieldManager, PRINT_FLAGS, VALIDATE_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { isNotFound, KubectlError, withSource } from "../command-error.ts";
import { find, type Info, kindText, requestFor } from "../resources/index.ts";
import { lastApplied, withLastApplied } from "./last-applied.ts";
import { cascadeOf, dryRunOf, filesOf, validationOf, writeOptions } from "./options.ts";
import { resultPrinter } from "./print-result.ts";
import { waitForDeletion } from "./wait-for-deletion.ts";

/** Source: pkg/cmd/replace/replace.go. */
export const replace: Command = {
  name: "replace",
  flags: [
    ...FILE_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...VALIDATE_FLAGS,
    ...CASCADE_FLAGS,
    ...fieldManager("kubectl-replace"),
    ...flags("--raw=''", "--save-config=false", "--subresource=''", "--wait=false"),
  ],
  run(context) {
    const validation = validationOf(context);
    const dryRun = dryRunOf(context);
    const print = resultPrinter(context, dryRun);
    cascadeOf(context);
    const files = filesOf(context);
    if (files.length === 0) throw new KubectlError("must specify one of -f and -k");
    validate(context, dryRun !== "none");
    const found = find(context, { files, validate: validation !== "Ignore", continueOnError: true });
    const write = { ...writeOptions(dryRun, validation) };
    if (context.flags.bool("force")) return forceReplace(context, found.infos(), write);
    const subresource = context.flags.text("subresource");
    found.each((info) => {
      const object = annotated(context, info.object as KubeObject);
      if (dryRun === "client") return print(object, "replaced");
      try {
        if (info.name === "") throw new KubectlError("resource name may not be empty");
        const request = { ...requestFor(info, "update"), body: object, ...write };
        print(context.send<KubeObject>(subresource === "" ? request : { ...request, subresource }), "replaced");
      } catch (error) {
        throw withSource("replacing", info.source, error);
      }
    });
  },
};

function validate({ flags: given }: CommandContext, dryRun: boolean): void {
  const force = given.bool("force");
  if (given.int("grace-period") >= 0 && !force) throw new KubectlError("--grace-period must have --force specified");
  if (given.duration("timeout") !== 0 && !force) throw new KubectlError("--timeout must have --force specified");
  if (force && dryRun) throw new KubectlError("--dry-run can not be used when --force is set");
}

function annotated(context: CommandContext, object: KubeObject): KubeObject {
  return context.flags.bool("save-config") || lastApplied(object) !== undefined ? withLastApplied(object) : object;
}

/** Deletes the objects, waits until they are gone, and creates them anew. */
function forceReplace(context: CommandContext, infos: readonly Info[], write: object): void {
  const print = resultPrinter(context);
  // Zero would lose data too easily.
  const grace = context.flags.int("grace-period") || 1;
  for (const info of infos) {
    try {
      const options = { propagationPolicy: cascadeOf(context), ...(grace > 0 && { gracePeriodSeconds: grace }) };
      context.send({ ...requestFor(info, "delete"), options });
    } catch (error) {
      if (!isNotFound(error)) throw withSource("deleting", info.source, error);
    }
    const from = info.resource.namespaced ? ` from ${info.namespace} namespace` : "";
    context.out(`${kindText(info)} ${JSON.stringify(info.name)} deleted${from}\n`);
  }
  waitForDeletion(context, infos, context.flags.duration("timeout"));
  for (const info of infos) {
    const object = annotated(context, info.object as KubeObject);
    print(context.send<KubeObject>({ ...requestFor(info, "create"), body: object, ...write }), "replaced");
  }
}
