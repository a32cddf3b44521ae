import { isFailure } from "../../api/request.ts";
import { labelValue } from "../../api/selector.ts";
import type { Node } from "../../kubernetes/types.ts";
import type { Reconcile, Sync } from "../../machine/component.ts";
import { errorText } from "../shared/api-error.ts";
import { noScheduleDifference, swapTaints } from "./taints.ts";

/** Source: node_lifecycle_controller.go labelReconcileInfo. */
const LABELS = [
  ["kubernetes.io/os", "beta.kubernetes.io/os"],
  ["kubernetes.io/arch", "beta.kubernetes.io/arch"],
] as const;

/** What follows from a node at once. Source: node_lifecycle_controller.go doNodeProcessingPassWorker. */
export function* followNode(name: string, sync: Sync): Reconcile {
  const node = sync.view.get<Node>("nodes", name);
  if (node === undefined) return;
  const { add, remove } = noScheduleDifference(node);
  const error = add.length + remove.length > 0 ? yield* swapTaints(node, add, remove, sync.now) : undefined;
  const labels = missingLabels(node);
  if (labels !== undefined) {
    const response = yield {
      verb: "patch",
      resource: "nodes",
      name,
      patchType: "strategic",
      body: { metadata: { labels } },
    };
    if (isFailure(response)) return { error: error ?? errorText(response) };
  }
  return error === undefined ? undefined : { error };
}

/** The labels of old names that are to say what the new ones say. Source: reconcileNodeLabels. */
export function missingLabels({ metadata: { labels } }: Node): Record<string, string> | undefined {
  const missing: Record<string, string> = {};
  for (const [primary, secondary] of LABELS) {
    const value = labelValue(labels, primary);
    if (value !== undefined && labelValue(labels, secondary) !== value) missing[secondary] = value;
  }
  return Object.keys(missing).length === 0 ? undefined : missing;
}
