import type { Json, KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import { FILE_FLAGS, fieldManager, PRINT_FLAGS, VALIDATE_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, SilentExit } from "../command-error.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml/emitter.ts";
import { find, type Info } from "../resources/index.ts";
import { EditResults, saveEdits } from "./edit-save.ts";
import { hasLines, isValidEdit, parseEdited, sameText, stripComments } from "./edit-text.ts";
import { filesOf, validationOf } from "./options.ts";
import { withoutManagedFields } from "./print-result.ts";

/** Where kubectl would have kept the text. The name is made up, as there is no file. */
const FILE = "/tmp/kubectl-edit-1.yaml";
/** An editor that never gives a valid text, and never the same twice, is given up. */
const MOST_ROUNDS = 100;

/** Source: pkg/cmd/edit/edit.go, pkg/cmd/util/editor/editoptions.go. */
export const edit: Command = {
  name: "edit",
  flags: [
    ...FILE_FLAGS,
    ...PRINT_FLAGS,
    ...VALIDATE_FLAGS,
    ...fieldManager("kubectl-edit"),
    ...flags("--output-patch=false", "--save-config=false", "--subresource=''", "--windows-line-endings=false"),
  ],
  run(context) {
    const subresource = context.flags.text("subresource");
    const found = find(context, {
      args: context.args,
      files: filesOf(context),
      typeAlone: true,
      latest: true,
      continueOnError: true,
      ...(subresource !== "" && { subresource }),
    });
    validationOf(context);
    const infos = found.infos();
    if (infos.length === 0) throw new KubectlError("edit cancelled, no objects found");
    editObjects(context, infos);
  },
};

function editObjects(context: CommandContext, infos: readonly Info[]): void {
  const original = withHeader([]) + objectText(context, infos);
  let shown = original;
  let previous: string | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const edited = launch(context, shown);
    if (previous !== undefined && sameText(previous, edited)) {
      throw preserved(context, new KubectlError("Edit cancelled, no valid changes were saved."));
    }
    const results = new EditResults();
    if (!isValidEdit(edited)) {
      context.err(`${results.invalidFile(infos[0] as Info)}\n`);
    } else if (sameText(original, edited)) {
      context.err("Edit cancelled, no changes made.\n");
      return;
    } else if (!hasLines(edited)) {
      context.err("Edit cancelled, saved file was empty.\n");
      return;
    } else if (save(context, infos, edited, results)) {
      return;
    }
    previous = edited;
    shown = withHeader(results.reasons) + stripComments(edited);
  }
  throw preserved(context, new KubectlError("Edit cancelled, no valid changes were saved."));
}

/** Returns whether the edit is at its end; otherwise the editor opens again. */
function save(context: CommandContext, infos: readonly Info[], edited: string, results: EditResults): boolean {
  let updated: readonly Info[];
  try {
    updated = parseEdited(context, edited);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    results.reasons.push({ head: `The edited file had a syntax error: ${error.message}`, causes: [] });
    return false;
  }
  try {
    saveEdits(context, infos, updated, results);
  } catch (error) {
    throw error instanceof KubectlError ? preserved(context, error) : error;
  }
  if (results.retryable > 0) {
    context.err(`You can run \`kubectl replace -f ${FILE}\` to try this update again.\n`);
    throw new SilentExit("");
  }
  if (results.missing > 0) {
    context.err(`The edits you made on deleted resources have been saved to ${JSON.stringify(FILE)}\n`);
    throw new SilentExit("");
  }
  return results.invalid === 0;
}

function preserved(context: CommandContext, error: KubectlError): KubectlError {
  context.err(`A copy of your changes has been stored to ${JSON.stringify(FILE)}\n`);
  return error;
}

function launch(context: CommandContext, text: string): string {
  if (context.host.edit === undefined)
    throw new KubectlError("there is no editor here: give the new text in its place");
  return context.host.edit(text);
}

function objectText(context: CommandContext, infos: readonly Info[]): string {
  const objects = infos.map((info) => withoutManagedFields(info.object as KubeObject));
  const shown = objects.length === 1 ? objects[0] : { kind: "List", apiVersion: "v1", metadata: {}, items: objects };
  return context.flags.text("output") === "json" ? toJson(shown) : toYaml(shown as unknown as Json);
}

interface Reason {
  readonly head: string;
  readonly causes: readonly string[];
}

/** Source: editoptions.go editHeader.writeTo. */
function withHeader(reasons: readonly Reason[]): string {
  const notes = reasons.map(({ head, causes }) => {
    const lines = [
      `# ${hashed(head)}${causes.length > 0 ? ":" : ""}`,
      ...causes.map((cause) => `# * ${hashed(cause)}`),
      "#",
    ];
    return `${lines.join("\n")}\n`;
  });
  return (
    "# Please edit the object below. Lines beginning with a '#' will be ignored,\n" +
    "# and an empty file will abort the edit. If an error occurs while saving this file will be\n" +
    `# reopened with the relevant failures.\n#\n${notes.join("")}`
  );
}

function hashed(text: string): string {
  return text.replace(/\n(?=[^#])/g, "\n# ");
}
