import { type ClusterView, type KubeObject, labelSelectorMatcher, type Pod, resourceForKind } from "@kubetick/core";
import { eventually, type Invariant } from "./invariant.ts";
import { DAEMON_SETS, daemonSetsOf, keyOf } from "./judge/daemon.ts";
import { isDeleting } from "./judge/pods.ts";
import { atRest, firstFault } from "./judge/rest.ts";

const REVISIONS = "controllerrevisions.apps";

/** At rest nothing is left of an owner that is gone: a pod or revision all of whose owners are gone is being deleted. */
export const noOrphans: Invariant = eventually(
  "noOrphans",
  atRest(({ view }) =>
    firstFault([...view.list("pods"), ...view.list(REVISIONS)], ({ kind, metadata }) => {
      const owners = metadata.ownerReferences ?? [];
      if (owners.length === 0 || metadata.deletionTimestamp !== undefined) return true;
      if (owners.some((owner) => isThere(view, owner, metadata.namespace))) return true;
      return `${kind} ${metadata.name} is left, and its owner ${owners.map(({ kind, name }) => `${kind} ${name}`).join(", ")} is gone`;
    }),
  ),
  { source: "pkg/controller/garbagecollector/garbagecollector.go attemptToDeleteItem" },
);

type Owner = { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly uid: string };

/** An owner of a kind that nobody knows here counts as being there. */
function isThere(view: ClusterView, { apiVersion, kind, name, uid }: Owner, namespace: string | undefined): boolean {
  const resource = resourceForKind(apiVersion, kind);
  if (resource === undefined) return true;
  const found = view.get<KubeObject>(resource.resource, resource.namespaced ? `${namespace}/${name}` : name);
  return found?.metadata.uid === uid;
}

/** At rest a DaemonSet owns the pods that it selects: it has adopted those that nobody owned, and released those that it no longer selects. */
export const ownsWhatItSelects: Invariant = eventually(
  "ownsWhatItSelects",
  atRest(({ view }) =>
    firstFault(daemonSetsOf(view), (daemonSet) => {
      const { metadata, spec } = daemonSet;
      const selects = labelSelectorMatcher(spec.selector);
      const isSelected = (pod: Pod) => !isDeleting(pod) && selects(pod.metadata.labels);
      const free = view.orphans<Pod>("pods", metadata.namespace ?? "").find(isSelected);
      if (free !== undefined) return `${keyOf(daemonSet)} selects ${free.metadata.name}, which nobody owns`;
      const foreign = view
        .controlledBy<Pod>("pods", metadata.uid)
        .find((pod) => !isDeleting(pod) && !selects(pod.metadata.labels));
      return foreign === undefined || `${keyOf(daemonSet)} owns ${foreign.metadata.name}, which it does not select`;
    }),
  ),
  { source: "pkg/controller/controller_ref_manager.go ClaimPods", reads: ["pods", DAEMON_SETS] },
);
