import type { KubeObject } from "@kubetick/core";
import { type Flag, flags } from "../args.ts";
import { DRY_RUN_FLAGS, fieldManager, PRINT_FLAGS, VALIDATE_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../command-error.ts";
import { Mapper } from "../resources/index.ts";
import { createObject } from "./create.ts";
import { configMapObject } from "./create-configmap.ts";
import { deploymentObject } from "./create-deployment.ts";
import { withLastApplied } from "./last-applied.ts";
import { dryRunOf, validationOf } from "./options.ts";
import { resultPrinter } from "./print-result.ts";

type Build = (context: CommandContext, name: string) => object;

/** `create namespace` and its like. Source: pkg/cmd/create/create_*.go. */
export const createSubcommands: readonly Command[] = [
  subcommand("namespace", [], (_, name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
  subcommand("ns", [], (_, name) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } })),
  subcommand("serviceaccount", [], serviceAccount),
  subcommand("sa", [], serviceAccount),
  ...["configmap", "cm"].map((name) =>
    subcommand(
      name,
      flags("--append-hash=false", "--from-env-file=[]", "--from-file=[]", "--from-literal=[...]"),
      configMapObject,
    ),
  ),
  ...["deployment", "deploy"].map((name) =>
    subcommand(name, flags("--image=[]", "--port=-1", "-r, --replicas=1"), deploymentObject),
  ),
  ...["priorityclass", "pc"].map((name) =>
    subcommand(
      name,
      flags("--description=''", "--global-default=false", "--preemption-policy='PreemptLowerPriority'", "--value=0"),
      priorityClass,
    ),
  ),
];

function subcommand(name: string, own: readonly Flag[], build: Build): Command {
  return {
    name,
    flags: [
      ...own,
      ...PRINT_FLAGS,
      ...DRY_RUN_FLAGS,
      ...VALIDATE_FLAGS,
      ...fieldManager("kubectl-create"),
      ...flags("--save-config=false"),
    ],
    run: (context) => createOne(context, build),
  };
}

function createOne(context: CommandContext, build: Build): void {
  const dryRun = dryRunOf(context);
  const named = context.flags.dash < 0 ? context.args.length : context.flags.dash;
  if (named !== 1) throw usageError(context.path, `exactly one NAME is required, got ${named}`);
  const validation = validationOf(context);
  const print = resultPrinter(context, dryRun);
  const built = build(context, context.args[0] ?? "") as KubeObject;
  const mapping = new Mapper(context).forKind(built.apiVersion, built.kind);
  if (mapping === undefined) throw new KubectlError(`no matches for kind ${JSON.stringify(built.kind)}`);
  const namespace = mapping.resource.namespaced ? context.namespace : "";
  const placed =
    namespace === "" || !context.enforceNamespace ? built : { ...built, metadata: { ...built.metadata, namespace } };
  const object = context.flags.bool("save-config") ? withLastApplied(placed) : placed;
  try {
    print(
      createObject(context, { ...mapping, namespace, name: built.metadata.name ?? "" }, object, dryRun, validation),
      "created",
    );
  } catch (error) {
    if (!(error instanceof KubectlError) || !("status" in error)) throw error;
    throw prefixed(error, built.kind);
  }
}

/** `failed to create namespace: …`, where the kind's command says so. */
function prefixed(error: KubectlError, kind: string): KubectlError {
  const words: Readonly<Record<string, string>> = {
    ConfigMap: "failed to create configmap",
    Deployment: "failed to create deployment",
    PriorityClass: "failed to create priorityclass",
    ServiceAccount: "failed to create serviceaccount",
  };
  const prefix = words[kind];
  return prefix === undefined ? error : new KubectlError(`${prefix}: ${error.message}`);
}

function serviceAccount(_: CommandContext, name: string): object {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name } };
}

function priorityClass(context: CommandContext, name: string): object {
  return {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name },
    value: context.flags.int("value"),
    ...(context.flags.bool("global-default") && { globalDefault: true }),
    ...(context.flags.text("description") !== "" && { description: context.flags.text("description") }),
    preemptionPolicy: context.flags.text("preemption-policy"),
  };
}
