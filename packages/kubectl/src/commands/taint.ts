import type { KubeObject, Node, Taint } from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, fieldManager, PRINT_FLAGS, SELECTOR_FLAGS, VALIDATE_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../command-error.ts";
import { find, Mapper, requestFor, throwAll } from "../resources/index.ts";
import { applyLocally } from "./apply-locally.ts";
import { dryRunOf, validationOf, writeOptions } from "./options.ts";
import { changePatch, patchRequest } from "./patches.ts";
import { resultPrinter } from "./print-result.ts";
import { parseTaints, type TaintChanges } from "./taint-spec.ts";

/** Source: pkg/cmd/taint/taint.go. */
export const taint: Command = {
  name: "taint",
  flags: [
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...VALIDATE_FLAGS,
    ...fieldManager("kubectl-taint"),
    ...flags("--all=false", "--overwrite=false"),
  ],
  run(context) {
    const dryRun = dryRunOf(context);
    const validation = validationOf(context);
    const { resources, specs } = splitArgs(context.args);
    if (resources.length === 0) throw new KubectlError("one or more resources must be specified as <resource> <name>");
    if (specs.length === 0) throw new KubectlError("at least one taint update is required");
    const changes = parsed(context, specs);
    validate(context, resources, changes);
    const print = resultPrinter(context, dryRun);
    findNodes(context, resources).each((info) => {
      const before = info.object as unknown as Node;
      const { taints, operation } = changed(before, changes, context.flags.bool("overwrite"));
      const spec = { ...before.spec, taints };
      const after = { ...before, spec: taints.length === 0 ? withoutTaints(spec) : spec };
      const patch = changePatch(info, before as KubeObject, after as KubeObject);
      if (dryRun === "client") return print(applyLocally(info, before as KubeObject, patch), operation);
      const request = { ...requestFor(info, "patch"), ...patchRequest(patch), ...writeOptions(dryRun, validation) };
      print(context.send<KubeObject>(request), operation);
    });
  },
};

function withoutTaints({ taints: _, ...spec }: NonNullable<Node["spec"]>): NonNullable<Node["spec"]> {
  return spec;
}

function splitArgs(args: readonly string[]): {
  readonly resources: readonly string[];
  readonly specs: readonly string[];
} {
  const isTaint = (word: string) => word.includes("=") || word.includes(":") || word.endsWith("-");
  const first = args.findIndex(isTaint);
  if (first < 0) return { resources: args, specs: [] };
  const late = args.slice(first).find((word) => !isTaint(word));
  if (late !== undefined) throw new KubectlError(`all resources must be specified before taint changes: ${late}`);
  return { resources: args.slice(0, first), specs: args.slice(first) };
}

function parsed(context: CommandContext, specs: readonly string[]): TaintChanges {
  try {
    return parseTaints(specs);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    throw usageError(context.path, error.message);
  }
}

function validate(context: CommandContext, resources: readonly string[], { added, removed }: TaintChanges): void {
  const type = (resources[0] ?? "").toLowerCase();
  if (new Mapper(context).forArgument(type).resource.resource !== "nodes") {
    throw new KubectlError(`invalid resource type ${type}, only node types are supported`);
  }
  const conflicts = added.flatMap((a) =>
    removed
      .filter((r) => r.key === a.key && (!r.effect || r.effect === a.effect))
      .map((r) => `${r.key}=${r.effect ?? ""}`),
  );
  if (conflicts.length > 0) {
    throw new KubectlError(
      `can not both modify and remove the following taint(s) in the same command: ${conflicts.join(", ")}`,
    );
  }
  const [all, selector] = [context.flags.bool("all"), context.flags.text("selector")];
  if (all && selector !== "") throw new KubectlError("setting 'all' parameter with a non empty selector is prohibited");
  if (!all && selector === "" && resources.length < 2) {
    throw new KubectlError("at least one resource name must be specified since 'all' parameter is not set");
  }
}

function findNodes(context: CommandContext, resources: readonly string[]) {
  const [all, selector] = [context.flags.bool("all"), context.flags.text("selector")];
  const names = all || selector !== "" ? [] : resources.slice(1);
  const args = names.some((name) => name.includes("/")) ? names : ["node", ...names];
  return find(context, { args, selector, all, continueOnError: true, latest: true });
}

/** Source: pkg/cmd/taint/utils.go reorganizeTaints. */
function changed(node: Node, changes: TaintChanges, overwrite: boolean) {
  const old = node.spec?.taints ?? [];
  if (!overwrite) {
    const existing = changes.added.filter((taint) => old.some((o) => matches(o, taint))).map((taint) => taint.key);
    if (existing.length > 0) {
      throw new KubectlError(
        `node ${node.metadata.name} already has ${existing.join(",")} taint(s) with same effect(s) and --overwrite is false`,
      );
    }
  }
  const kept = old.filter((o) => !changes.added.some((taint) => matches(o, taint)));
  let taints: readonly Taint[] = [...changes.added, ...kept];
  const added = old.length !== taints.length;
  const errors: KubectlError[] = [];
  let removed = false;
  for (const taint of changes.removed) {
    const left = taints.filter((t) => (taint.effect ? !matches(t, taint) : t.key !== taint.key));
    removed = left.length !== taints.length;
    if (!removed) errors.push(new KubectlError(`taint ${JSON.stringify(taintText(taint))} not found`));
    taints = left;
  }
  throwAll(errors);
  const operation = (added && removed) || overwrite ? "modified" : added ? "tainted" : "untainted";
  return { taints, operation };
}

function matches(a: Taint, b: Taint): boolean {
  return a.key === b.key && (a.effect ?? "") === (b.effect ?? "");
}

function taintText({ key, value, effect }: Taint): string {
  if (!effect) return value ? `${key}=${value}:` : key;
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}
