import type { KubeObject, Node } from "@kubetick/core";
import { DRY_RUN_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../command-error.ts";
import { find, type Info, requestFor } from "../resources/index.ts";
import { type DryRun, dryRunOf, writeOptions } from "./options.ts";
import { changePatch, patchRequest } from "./patches.ts";
import { resultPrinter } from "./print-result.ts";

export const cordon: Command = cordonCommand("cordon", true);
export const uncordon: Command = cordonCommand("uncordon", false);

/** Source: pkg/cmd/drain/drain.go NewCmdCordon. */
function cordonCommand(name: string, unschedulable: boolean): Command {
  return {
    name,
    flags: [...SELECTOR_FLAGS, ...DRY_RUN_FLAGS],
    run(context) {
      cordonNodes(context, findNodes(context, `${name} NODE`), unschedulable);
    },
  };
}

/** The nodes that the command line names. */
export function findNodes(context: CommandContext, usage: string): readonly Info[] {
  const selector = context.flags.text("selector");
  if (context.args.length === 0 && !context.flags.changed("selector")) {
    throw usageError(context.path, `USAGE: ${usage} [flags]`);
  }
  if (context.args.length > 0 && selector !== "") {
    throw usageError(context.path, "error: cannot specify both a node name and a --selector option");
  }
  const args = context.args.some((name) => name.includes("/")) ? context.args : ["nodes", ...context.args];
  const infos = find(context, { args, selector }).infos();
  const other = infos.find((info) => info.resource.resource !== "nodes");
  if (other === undefined) return infos;
  const { group, plural } = other.resource;
  throw new KubectlError(`error: expected resource of type node, got "${group}/${other.version}, Resource=${plural}"`);
}

/** Source: pkg/cmd/drain/drain.go RunCordonOrUncordon. */
export function cordonNodes(context: CommandContext, nodes: readonly Info[], unschedulable: boolean): void {
  const dryRun = dryRunOf(context);
  const print = resultPrinter(context, dryRun);
  const verb = unschedulable ? "cordon" : "uncordon";
  for (const info of nodes) {
    const node = info.object as unknown as Node;
    if ((node.spec?.unschedulable ?? false) === unschedulable) {
      print(info.object as KubeObject, `already ${verb}ed`);
      continue;
    }
    try {
      if (dryRun !== "client") cordonNode(context, info, node, unschedulable, dryRun);
      print(info.object as KubeObject, `${verb}ed`);
    } catch (error) {
      if (!(error instanceof KubectlError)) throw error;
      context.err(`error: unable to ${verb} node ${JSON.stringify(info.name)}: ${error.message}\n`);
    }
  }
}

function cordonNode(context: CommandContext, info: Info, node: Node, unschedulable: boolean, dryRun: DryRun): void {
  const { unschedulable: _, ...spec } = node.spec ?? {};
  const after = { ...node, spec: unschedulable ? { ...spec, unschedulable } : spec };
  const patch = changePatch(info, node as KubeObject, after as KubeObject);
  context.send({ ...requestFor(info, "patch"), ...patchRequest(patch), ...writeOptions(dryRun) });
}
