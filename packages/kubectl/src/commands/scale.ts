import type { Deployment, KubeObject, Status } from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, FILE_FLAGS, PRINT_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, StatusError } from "../command-error.ts";
import { fetch, find, type Info, requestFor } from "../resources/index.ts";
import { type DryRun, dryRunOf, filesOf, writeOptions } from "./options.ts";
import { resultPrinter } from "./print-result.ts";
import { watchObject } from "./watch-object.ts";

/** Source: pkg/cmd/scale/scale.go. */
export const scale: Command = {
  name: "scale",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...flags("--all=false", "--current-replicas=-1", "--replicas=0", "--resource-version=''", "--timeout=0s"),
  ],
  run(context) {
    if (!context.flags.changed("replicas")) throw new KubectlError('required flag(s) "replicas" not set');
    const dryRun = dryRunOf(context);
    const print = resultPrinter(context, dryRun);
    const replicas = context.flags.int("replicas");
    if (replicas < 0) {
      throw new KubectlError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
    }
    if (context.flags.int("current-replicas") < -1) {
      throw new KubectlError("The --current-replicas must specify an integer of -1 or greater");
    }
    const { infos, error } = findObjects(context);
    if (infos.length === 0) throw error ?? new KubectlError("no objects passed to scale");
    for (const info of infos) {
      const scaled =
        dryRun === "client" ? withReplicas(info.object as KubeObject, replicas) : send(context, info, replicas, dryRun);
      print(scaled, "scaled");
    }
    if (error !== undefined) throw error;
  },
};

function findObjects(context: CommandContext) {
  return find(context, {
    args: context.args,
    files: filesOf(context),
    selector: context.flags.text("selector"),
    typeAlone: context.flags.bool("all"),
    continueOnError: true,
  }).partial();
}

function withReplicas(object: KubeObject, replicas: number): KubeObject {
  return { ...object, spec: { ...(object as unknown as Deployment).spec, replicas } } as unknown as KubeObject;
}

function send(context: CommandContext, info: Info, replicas: number, dryRun: DryRun): KubeObject {
  if (!info.resource.subresources.includes("scale")) {
    throw new StatusError({
      reason: "NotFound",
      message: "the server could not find the requested resource",
    } as Status);
  }
  checkPrecondition(context, info);
  const object = context.send<KubeObject>({
    ...requestFor(info, "patch"),
    patchType: "merge",
    body: { spec: { replicas } },
    ...writeOptions(dryRun),
  });
  const timeout = context.flags.duration("timeout");
  if (timeout > 0 && dryRun === "none") waitForReplicas(context, info, replicas, timeout);
  return object;
}

/** Source: pkg/scale/scale.go ScalePrecondition.validate. */
function checkPrecondition(context: CommandContext, info: Info): void {
  const size = context.flags.int("current-replicas");
  const version = context.flags.text("resource-version");
  if (size === -1 && version === "") return;
  const { metadata, spec } = fetch(context, info).object as unknown as Deployment;
  if (size !== -1 && spec?.replicas !== size) {
    throw new KubectlError(`Expected replicas to be ${size}, was ${spec?.replicas ?? 0}`);
  }
  if (version !== "" && metadata.resourceVersion !== version) {
    throw new KubectlError(`Expected resource version to be ${version}, was ${metadata.resourceVersion}`);
  }
}

function waitForReplicas(context: CommandContext, info: Info, replicas: number, timeout: number): void {
  const done = watchObject(context, info, context.host.now() + timeout, (_type, object) => {
    const { metadata, status } = object as unknown as Deployment;
    return (status?.observedGeneration ?? 0) >= (metadata.generation ?? 0) && (status?.replicas ?? 0) === replicas;
  });
  if (!done) throw new KubectlError("timed out waiting for the condition");
}
