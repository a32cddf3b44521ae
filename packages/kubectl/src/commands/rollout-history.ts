import type { PodTemplateSpec } from "@kubetick/core";
import { flags } from "../args.ts";
import { PRINT_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { describePodTemplate } from "../describe/pod-template.ts";
import { DescribeText } from "../describe/text.ts";
import { DESCRIBE_LAYOUT, TabWriter } from "../print/tab-writer.ts";
import type { Info } from "../resources/index.ts";
import { resultPrinter } from "./print-result.ts";
import { findRollouts, ROLLOUT_FLAGS } from "./rollout-find.ts";
import { type Revision, revisionsOf } from "./rollout-revisions.ts";

/** Source: pkg/cmd/rollout/rollout_history.go. */
export const rolloutHistory: Command = {
  name: "history",
  flags: [...ROLLOUT_FLAGS, ...PRINT_FLAGS, ...flags("--revision=0")],
  run(context) {
    const number = context.flags.int("revision");
    const found = findRollouts(context);
    if (number < 0) throw new KubectlError(`revision must be a positive integer: ${number}`);
    const print = resultPrinter(context);
    const objects = context.flags.changed("output");
    found.each((info) => {
      checkKind(info);
      const revisions = revisionsOf(context, info);
      if (objects) return printObjects(context, revisions, number);
      const text = number > 0 ? `with revision #${number}\n` : "\n";
      print(info.object as never, text + historyText(revisions, number));
    });
  },
};

/** Source: pkg/polymorphichelpers/history.go HistoryViewerFor. */
export function checkKind({ resource }: Info): void {
  if (["Deployment", "DaemonSet", "StatefulSet"].includes(resource.kind)) return;
  const kind = resource.group === "" ? resource.kind : `${resource.kind}.${resource.group}`;
  throw new KubectlError(`no history viewer has been implemented for ${JSON.stringify(kind)}`);
}

function printObjects(context: CommandContext, revisions: readonly Revision[], number: number): void {
  const print = resultPrinter(context);
  const chosen = number > 0 ? revisions.filter((revision) => revision.number === number) : revisions;
  if (number > 0 && chosen.length === 0) throw new KubectlError("unable to find the specified revision");
  for (const revision of chosen) print(revision.source, "");
}

function historyText(revisions: readonly Revision[], number: number): string {
  if (revisions.length === 0) return "No rollout history found.";
  if (number > 0) {
    const revision = revisions.find((r) => r.number === number);
    if (revision === undefined) throw new KubectlError("unable to find the specified revision");
    return templateText(revision.template);
  }
  const table = new TabWriter(DESCRIBE_LAYOUT);
  table.write("REVISION\tCHANGE-CAUSE\n");
  for (const revision of revisions) table.write(`${revision.number}\t${revision.changeCause || "<none>"}\n`);
  return table.flush();
}

/** A template as `describe` has it, but with its tabs: kubectl does not align it. */
export function templateText(template: PodTemplateSpec): string {
  let raw = "";
  const text = new DescribeText({
    write(part) {
      raw += part;
    },
    flush: () => raw,
  });
  describePodTemplate(text, template);
  return text.finish();
}
