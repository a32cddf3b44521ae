import { readYaml } from "@kubetick/cluster";
import type { Json, KubeObject, PatchType } from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, FILE_FLAGS, fieldManager, PRINT_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, StatusError } from "../command-error.ts";
import { find, requestFor } from "../resources/index.ts";
import { applyLocally } from "./apply-locally.ts";
import { sameJson } from "./merge-patch.ts";
import { dryRunOf, filesOf, writeOptions } from "./options.ts";
import type { Patch } from "./patches.ts";
import { resultPrinter } from "./print-result.ts";

const TYPES: readonly PatchType[] = ["json", "merge", "strategic"];

/** Source: pkg/cmd/patch/patch.go. */
export const patch: Command = {
  name: "patch",
  flags: [
    ...FILE_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...fieldManager("kubectl-patch"),
    ...flags("--local=false", "-p, --patch=''", "--patch-file=''", "--subresource=''", "--type='strategic'"),
  ],
  run(context) {
    const dryRun = dryRunOf(context);
    const local = context.flags.bool("local");
    const text = patchText(context, dryRun === "server");
    const patchType = typeOf(context);
    const body = readPatch(text, context.flags.text("patch"));
    // No "(dry run)": patch sets its operation over the one that the dry run had amended.
    const print = resultPrinter(context);
    const subresource = context.flags.text("subresource");
    const files = filesOf(context);
    const found = find(context, { args: context.args, files, continueOnError: true, subresource });
    let count = 0;
    found.each((info) => {
      count++;
      const before = info.object as KubeObject;
      const after =
        local || dryRun === "client"
          ? applyLocally(info, before, { patchType, body } as Patch)
          : context.send<KubeObject>({
              ...requestFor(info, "patch"),
              ...(subresource !== "" && { subresource }),
              patchType,
              body: body as object,
              ...writeOptions(dryRun),
            });
      print(after, sameJson(before, after) ? "patched (no change)" : "patched");
    });
    if (count === 0) throw new KubectlError("no objects passed to patch");
  },
};

function patchText(context: CommandContext, server: boolean): string {
  const [text, file] = [context.flags.text("patch"), context.flags.text("patch-file")];
  if (text !== "" && file !== "") throw new KubectlError("cannot specify --patch and --patch-file together");
  if (text === "" && file === "") {
    throw new KubectlError("must specify --patch or --patch-file containing the contents of the patch");
  }
  if (context.flags.bool("local") && context.args.length > 0) {
    throw new KubectlError("cannot specify --local and server resources");
  }
  if (context.flags.bool("local") && server) {
    throw new KubectlError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  }
  if (file === "") return text;
  try {
    return context.host.readFile(file);
  } catch {
    throw new KubectlError(`unable to read patch file: open ${file}: no such file or directory`);
  }
}

function typeOf(context: CommandContext): PatchType {
  const name = context.flags.text("type");
  const type = TYPES.find((t) => t === name.toLowerCase());
  if (type !== undefined) return type;
  if (name === "") return "strategic";
  throw new KubectlError(`--type must be one of [${TYPES.join(" ")}], not ${JSON.stringify(name)}`);
}

/** YAML is made JSON; what starts as JSON goes to the server as it is, so that the server refuses what is broken. */
function readPatch(text: string, quoted: string): Json {
  if (/^\s*\{/.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw new StatusError({
        apiVersion: "v1",
        kind: "Status",
        metadata: {},
        reason: "BadRequest",
        message: "invalid JSON patch",
        code: 400,
      } as never);
    }
  }
  try {
    return readYaml(text);
  } catch (error) {
    throw new KubectlError(`unable to parse ${JSON.stringify(quoted)}: ${(error as Error).message}`);
  }
}
