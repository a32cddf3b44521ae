import type { KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import {
  DRY_RUN_FLAGS,
  FILE_FLAGS,
  fieldManager,
  PRINT_FLAGS,
  SELECTOR_FLAGS,
  VALIDATE_FLAGS,
} from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError, withSource } from "../command-error.ts";
import { find, type Info, requestFor } from "../resources/index.ts";
import { lastApplied, withLastApplied } from "./last-applied.ts";
import { type DryRun, dryRunOf, filesOf, validationOf, writeOptions } from "./options.ts";
import { resultPrinter } from "./print-result.ts";

/** `create -f`. Source: pkg/cmd/create/create.go. */
export const createFromFile: Command = {
  name: "create",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...VALIDATE_FLAGS,
    ...fieldManager("kubectl-create"),
    ...flags("--edit=false", "--raw=''", "--save-config=false", "--windows-line-endings=false"),
  ],
  run(context) {
    if (context.args.length > 0) throw usageError(context.path, `Unexpected args: [${context.args.join(" ")}]`);
    const dryRun = dryRunOf(context);
    const validation = validationOf(context);
    const print = resultPrinter(context, dryRun);
    const files = filesOf(context);
    if (files.length === 0) throw new KubectlError("must specify one of -f and -k");
    const found = find(context, {
      files,
      validate: validation !== "Ignore",
      continueOnError: true,
      selector: context.flags.text("selector"),
    });
    let count = 0;
    found.each((info) => {
      const object = createObject(context, info, annotated(context, info.object as KubeObject), dryRun, validation);
      count++;
      print(object, "created");
    });
    if (count === 0) throw new KubectlError("no objects passed to create");
  },
};

function annotated(context: CommandContext, object: KubeObject): KubeObject {
  return context.flags.bool("save-config") || lastApplied(object) !== undefined ? withLastApplied(object) : object;
}

/** Sends an object to be created; `client` dry runs give it back as it is. */
export function createObject(
  context: CommandContext,
  info: Info,
  object: KubeObject,
  dryRun: DryRun,
  validation: "Strict" | "Warn" | "Ignore",
): KubeObject {
  if (dryRun === "client") return object;
  try {
    return context.send<KubeObject>({
      ...requestFor(info, "create"),
      body: object,
      ...writeOptions(dryRun, validation),
    });
  } catch (error) {
    throw withSource("creating", info.source, error);
  }
}
