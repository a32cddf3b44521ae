import { isFailure, type Pod, parseTime, type Status } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";

const MIRROR = "kubernetes.io/config.mirror";

export interface Drained {
  readonly pods: readonly Pod[];
  /** Pods that must not go, by the reason. */
  readonly errors: readonly KubectlError[];
  readonly warning: string;
}

interface Verdict {
  readonly goes: boolean;
  readonly error?: string;
  readonly warning?: string;
}

/** The pods of a node that are to go. Source: pkg/drain/filters.go. */
export function podsToDrain(context: CommandContext, node: string): Drained {
  const selector = context.flags.text("pod-selector");
  const { items } = context.send<{ readonly items: readonly Pod[] }>({
    verb: "list",
    resource: "pods",
    options: { fieldSelector: `spec.nodeName=${node}`, ...(selector !== "" && { labelSelector: selector }) },
  });
  const judged = items.map((pod) => ({ pod, verdict: judge(context, pod) }));
  const grouped = (field: "error" | "warning") => {
    const groups = new Map<string, string[]>();
    for (const { pod, verdict } of judged) {
      const reason = verdict[field];
      if (reason === undefined) continue;
      groups.set(reason, [...(groups.get(reason) ?? []), `${pod.metadata.namespace}/${pod.metadata.name}`]);
    }
    return [...groups].map(([reason, names]) => `${reason}: ${names.join(", ")}`);
  };
  return {
    pods: judged.filter(({ verdict }) => verdict.goes).map(({ pod }) => pod),
    errors: grouped("error").map((text) => new KubectlError(`cannot delete ${text}`)),
    warning: grouped("warning").join("; "),
  };
}

/** The last filter's word counts, but the first refusal ends it. */
function judge(context: CommandContext, pod: Pod): Verdict {
  let verdict: Verdict = { goes: true };
  for (const filter of [leaving, byDaemonSet, mirror, localStorage, unmanaged]) {
    verdict = filter(context, pod);
    if (!verdict.goes) return verdict;
  }
  return verdict;
}

function leaving(context: CommandContext, { metadata }: Pod): Verdict {
  const seconds = context.flags.int("skip-wait-for-delete-timeout");
  if (seconds <= 0 || metadata.deletionTimestamp === undefined) return { goes: true };
  return { goes: (context.host.now() - parseTime(metadata.deletionTimestamp)) / 1000 <= seconds };
}

function finished({ status }: Pod): boolean {
  return status?.phase === "Succeeded" || status?.phase === "Failed";
}

function controllerOf({ metadata }: Pod) {
  return metadata.ownerReferences?.find((owner) => owner.controller);
}

function byDaemonSet(context: CommandContext, pod: Pod): Verdict {
  const owner = controllerOf(pod);
  if (owner?.kind !== "DaemonSet" || owner.apiVersion !== "apps/v1" || finished(pod)) return { goes: true };
  const { namespace = "" } = pod.metadata;
  const response = context.host.request({
    verb: "get",
    resource: "daemonsets.apps",
    namespace,
    name: owner.name,
    by: "kubectl",
  });
  if (isFailure(response)) {
    const { message = "", reason } = response.body as Status;
    return reason === "NotFound" && context.flags.bool("force")
      ? { goes: true, warning: message }
      : { goes: false, error: message };
  }
  if (context.flags.bool("ignore-daemonsets")) return { goes: false, warning: "ignoring DaemonSet-managed Pods" };
  return { goes: false, error: "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)" };
}

function mirror(_: CommandContext, { metadata }: Pod): Verdict {
  return { goes: !Object.hasOwn(metadata.annotations ?? {}, MIRROR) };
}

function localStorage(context: CommandContext, pod: Pod): Verdict {
  if (!pod.spec?.volumes?.some((volume) => volume.emptyDir !== undefined) || finished(pod)) return { goes: true };
  if (context.flags.bool("delete-emptydir-data")) return { goes: true, warning: "deleting Pods with local storage" };
  return { goes: false, error: "Pods with local storage (use --delete-emptydir-data to override)" };
}

function unmanaged(context: CommandContext, pod: Pod): Verdict {
  if (finished(pod) || controllerOf(pod) !== undefined) return { goes: true };
  if (context.flags.bool("force")) return { goes: true, warning: "deleting Pods that declare no controller" };
  return { goes: false, error: "Pods that declare no controller (use --force to override)" };
}
