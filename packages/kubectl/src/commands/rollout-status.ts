import type { DaemonSet, Deployment, KubeObject, Millis } from "@kubetick/core";
import { flags } from "../args.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import type { Info } from "../resources/index.ts";
import { findRollouts, ROLLOUT_FLAGS } from "./rollout-find.ts";
import {
  daemonSetStatus,
  deploymentStatus,
  type RolloutStatus,
  type StatefulSet,
  statefulSetStatus,
} from "./rollout-progress.ts";
import { watchObject } from "./watch-object.ts";

/** How long `rollout status` waits without `--timeout`, where kubectl waits for ever: ten minutes of virtual time. */
export const ROLLOUT_PATIENCE: Millis = 600_000;

/** Source: pkg/cmd/rollout/rollout_status.go. */
export const rolloutStatus: Command = {
  name: "status",
  flags: [...ROLLOUT_FLAGS, ...flags("--revision=0", "--timeout=0s", "-w, --watch=true")],
  run(context) {
    const revision = context.flags.int("revision");
    if (context.args.length > 0 && revision < 0) {
      throw new KubectlError(`revision must be a positive integer: ${revision}`);
    }
    let found = false;
    findRollouts(context).each((info) => {
      found = true;
      followRollout(context, info, revision);
    });
    if (!found) context.err(`No resources found in ${context.namespace} namespace.\n`);
  },
};

function followRollout(context: CommandContext, info: Info, revision: number): void {
  const statusOf = viewer(info, revision);
  const timeout = context.flags.duration("timeout");
  const until = context.host.now() + (timeout > 0 ? timeout : ROLLOUT_PATIENCE);
  const done = watchObject(context, info, until, (type, object) => {
    if (type === "DELETED") throw new KubectlError("object has been deleted");
    const { text, done } = statusOf(object);
    context.out(text);
    return done || !context.flags.bool("watch");
  });
  if (!done) throw new KubectlError("timed out waiting for the condition");
}

/** Source: pkg/polymorphichelpers/rollout_status.go StatusViewerFor. */
function viewer({ resource }: Info, revision: number): (object: KubeObject) => RolloutStatus {
  switch (resource.resource) {
    case "deployments.apps":
      return (object) => deploymentStatus(object as unknown as Deployment, revision);
    case "daemonsets.apps":
      return (object) => daemonSetStatus(object as unknown as DaemonSet);
    case "statefulsets.apps":
      return (object) => statefulSetStatus(object as unknown as StatefulSet);
    default: {
      const kind = resource.group === "" ? resource.kind : `${resource.kind}.${resource.group}`;
      throw new KubectlError(`no status viewer has been implemented for ${kind}`);
    }
  }
}
