import { type Deployment, formatTime, type KubeObject } from "@kubetick/core";
import { fieldManager, PRINT_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { AggregateFailure, KubectlError } from "../command-error.ts";
import { type Info, requestFor } from "../resources/index.ts";
import { changePatch, isEmptyPatch, patchRequest } from "./patches.ts";
import { updateAt } from "./pod-template.ts";
import { resultPrinter } from "./print-result.ts";
import { findRollouts, ROLLOUT_FLAGS } from "./rollout-find.ts";

const RESTARTED_AT = "kubectl.kubernetes.io/restartedAt";
const RESTARTABLE = ["deployments.apps", "daemonsets.apps", "statefulsets.apps"];

interface TemplateChange {
  readonly operation: string;
  /** @throws KubectlError where the kind does not have it. */
  change(context: CommandContext, info: Info, object: KubeObject): KubeObject;
}

/** Source: pkg/cmd/rollout/rollout_restart.go; pkg/polymorphichelpers/objectrestarter.go. */
export const rolloutRestart: Command = changeCommand("restart", {
  operation: "restarted",
  change(context, info, object) {
    if (!RESTARTABLE.includes(info.resource.resource)) throw new KubectlError("restarting is not supported");
    if (info.resource.kind === "Deployment" && (object as unknown as Deployment).spec?.paused) {
      throw new KubectlError("can't restart paused deployment (run rollout resume first)");
    }
    const now = formatTime(context.host.now());
    const path = ["spec", "template", "metadata", "annotations"];
    return updateAt(object as never, path, (annotations) => ({
      ...(annotations as object),
      [RESTARTED_AT]: now,
    })) as never;
  },
});

export const rolloutPause: Command = changeCommand("pause", {
  operation: "paused",
  change: (_context, info, object) => setPaused(info, object, true),
});

export const rolloutResume: Command = changeCommand("resume", {
  operation: "resumed",
  change: (_context, info, object) => setPaused(info, object, false),
});

/** Source: pkg/polymorphichelpers/objectpauser.go, objectresumer.go. */
function setPaused(info: Info, object: KubeObject, paused: boolean): KubeObject {
  if (info.resource.resource !== "deployments.apps") {
    throw new KubectlError(`${paused ? "pausing" : "resuming"} is not supported`);
  }
  const { paused: old, ...spec } = (object as unknown as Deployment).spec as NonNullable<Deployment["spec"]>;
  if ((old ?? false) === paused) throw new KubectlError(paused ? "is already paused" : "is not paused");
  return { ...object, spec: paused ? { ...spec, paused } : spec } as KubeObject;
}

function changeCommand(name: string, change: TemplateChange): Command {
  return {
    name,
    flags: [...ROLLOUT_FLAGS, ...PRINT_FLAGS, ...fieldManager("kubectl-rollout")],
    run(context) {
      const { infos, error } = findRollouts(context).partial();
      const errors = error === undefined ? [] : [error];
      if (infos.length === 0 && errors.length === 0) {
        return context.err(`No resources found in ${context.namespace} namespace.\n`);
      }
      const print = resultPrinter(context);
      for (const [info, after] of infos.map((i) => [i, changed(context, i, change)] as const)) {
        const sent = after instanceof KubectlError ? after : sendChange(context, info, after);
        if (sent instanceof KubectlError) errors.push(sent);
        else print(sent, change.operation);
      }
      if (errors.length > 0) throw new AggregateFailure(errors);
    },
  };
}

/** All objects are changed before the first is sent. */
function changed(context: CommandContext, info: Info, { change }: TemplateChange): KubeObject | KubectlError {
  try {
    return change(context, info, info.object as KubeObject);
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return new KubectlError(`error: ${info.resource.resource} ${JSON.stringify(info.name)} ${error.message}`);
  }
}

function sendChange(context: CommandContext, info: Info, after: KubeObject): KubeObject | KubectlError {
  const patch = changePatch(info, info.object as KubeObject, after);
  if (isEmptyPatch(patch)) {
    return new KubectlError(
      `failed to create patch for ${info.name}: if restart has already been triggered within the past second, ` +
        "please wait before attempting to trigger another",
    );
  }
  try {
    return context.send<KubeObject>({ ...requestFor(info, "patch"), ...patchRequest(patch) });
  } catch (error) {
    if (!(error instanceof KubectlError)) throw error;
    return new KubectlError(`failed to patch: ${error.message}`);
  }
}
