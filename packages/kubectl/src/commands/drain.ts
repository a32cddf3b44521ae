import { type KubeObject, labelSelectorTextMatcher, type Pod } from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { AggregateFailure, isNotFound, KubectlError } from "../command-error.ts";
import { type Info, Mapper, requestFor, throwAll } from "../resources/index.ts";
import { cordonNodes, findNodes } from "./cordon.ts";
import { podsToDrain } from "./drain-pods.ts";
import { dryRunOf } from "./options.ts";
import { resultPrinter } from "./print-result.ts";
import { waitForDeletion } from "./wait-for-deletion.ts";

/** Source: pkg/cmd/drain/drain.go, pkg/drain/drain.go. */
export const drain: Command = {
  name: "drain",
  flags: [
    ...SELECTOR_FLAGS,
    ...DRY_RUN_FLAGS,
    ...flags(
      "--chunk-size=500",
      "--delete-emptydir-data=false",
      "--disable-eviction=false",
      "--force=false",
      "--grace-period=-1",
      "--ignore-daemonsets=false",
      "--pod-selector=''",
      "--skip-wait-for-delete-timeout=0",
      "--timeout=0s",
    ),
  ],
  run(context) {
    if (typeof labelSelectorTextMatcher(context.flags.text("pod-selector")) === "string")
      throw new KubectlError("--pod-selector=<pod_selector> must be a valid label selector");
    const nodes = findNodes(context, "drain NODE");
    const print = resultPrinter(context, dryRunOf(context));
    cordonNodes(context, nodes, true);
    const remaining: string[] = [];
    const fatal: KubectlError[] = [];
    for (const node of nodes) {
      try {
        drainNode(context, node);
        print(node.object as KubeObject, "drained");
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        const name = JSON.stringify(node.name);
        context.err(`error: unable to drain node ${name} due to error: ${error.message}, continuing command...\n`);
        fatal.push(error);
        remaining.push(node.name);
      }
    }
    if (remaining.length > 0)
      context.err(`There are pending nodes to be drained:\n${remaining.map((n) => ` ${n}\n`).join("")}`);
    if (fatal.length > 0) throw new AggregateFailure(fatal);
  },
};

function drainNode(context: CommandContext, node: Info): void {
  const { pods, errors, warning } = podsToDrain(context, node.name);
  // One failure is still the aggregate of one, as its text shows.
  if (errors.length > 0) throw new AggregateFailure(errors);
  if (warning !== "") context.warn(warning);
  const dryRun = dryRunOf(context);
  if (dryRun !== "none") {
    const how = dryRun === "client" ? "dry run" : "server dry run";
    for (const pod of pods) context.out(`evicting pod ${pod.metadata.namespace}/${pod.metadata.name} (${how})\n`);
    return;
  }
  throwAll(evictAll(context, pods));
}

function evictAll(context: CommandContext, pods: readonly Pod[]): KubectlError[] {
  const mapping = new Mapper(context).forArgument("pods");
  const errors: KubectlError[] = [];
  const going: (Info & { readonly uid?: string })[] = [];
  for (const pod of pods) {
    const { namespace = "", name = "", uid } = pod.metadata;
    const info = { ...mapping, namespace, name, ...(uid !== undefined && { uid }) };
    context.out(`evicting pod ${namespace}/${name}\n`);
    try {
      evict(context, info);
      going.push(info);
    } catch (error) {
      if (isNotFound(error)) continue;
      if (!(error instanceof KubectlError)) throw error;
      errors.push(
        new KubectlError(
          `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${error.message}`,
        ),
      );
    }
  }
  for (const info of going) {
    waitForDeletion(context, [info], context.flags.duration("timeout"));
    context.out(`pod/${info.name} ${context.flags.bool("disable-eviction") ? "deleted" : "evicted"}\n`);
  }
  return errors;
}

function evict(context: CommandContext, info: Info): void {
  const grace = context.flags.int("grace-period");
  const deleteOptions = grace >= 0 ? { gracePeriodSeconds: grace } : {};
  if (context.flags.bool("disable-eviction")) {
    context.send({ ...requestFor(info, "delete"), options: deleteOptions });
    return;
  }
  const { namespace, name } = info;
  const body = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace }, deleteOptions };
  context.send({ verb: "create", resource: "pods", namespace, name, subresource: "eviction", body });
}
