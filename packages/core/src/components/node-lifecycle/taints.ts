import { type ApiRequest, type ApiResponse, isFailure, type Millis } from "../../api/request.ts";
import { isSameTaint } from "../../api/taint.ts";
import type { Node, Taint } from "../../kubernetes/types.ts";
import { formatTime } from "../../time.ts";
import { errorText } from "../shared/api-error.ts";

export const UNREACHABLE: Taint = { key: "node.kubernetes.io/unreachable", effect: "NoExecute" };
export const NOT_READY: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoExecute" };
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

/** Source: node_lifecycle_controller.go nodeConditionToTaintKeyStatusMap. */
const TAINT_OF_CONDITION: ReadonlyMap<string, string> = new Map([
  ["Ready False", NOT_READY.key],
  ["Ready Unknown", UNREACHABLE.key],
  ["MemoryPressure True", "node.kubernetes.io/memory-pressure"],
  ["DiskPressure True", "node.kubernetes.io/disk-pressure"],
  ["NetworkUnavailable True", "node.kubernetes.io/network-unavailable"],
  ["PIDPressure True", "node.kubernetes.io/pid-pressure"],
]);
const MANAGED: ReadonlySet<string> = new Set([...TAINT_OF_CONDITION.values(), UNSCHEDULABLE]);

/** The NoSchedule taints that a node's conditions and its cordon call for. Source: doNoScheduleTaintingPass. */
export function noScheduleTaints(node: Node): readonly Taint[] {
  const keys = (node.status?.conditions ?? []).flatMap(
    ({ type, status }) => TAINT_OF_CONDITION.get(`${type} ${status}`) ?? [],
  );
  if (node.spec?.unschedulable === true) keys.push(UNSCHEDULABLE);
  return keys.map((key) => ({ key, effect: "NoSchedule" }));
}

/** What to add to and to remove from the node's taints so that they are those. */
export function noScheduleDifference(node: Node): { add: readonly Taint[]; remove: readonly Taint[] } {
  const wanted = noScheduleTaints(node);
  const present = (node.spec?.taints ?? []).filter(({ key, effect }) => effect === "NoSchedule" && MANAGED.has(key));
  return {
    add: wanted.filter((taint) => !hasTaint(present, taint)),
    remove: present.filter((taint) => !hasTaint(wanted, taint)),
  };
}

export function hasTaint(taints: readonly Taint[] | undefined, taint: Taint): boolean {
  return taints?.some((other) => isSameTaint(other, taint)) ?? false;
}

/**
 * Adds taints, then removes others, each in a patch of its own; returns what went wrong.
 * Source: pkg/controller/util/node/controller_utils.go SwapNodeControllerTaint, pkg/controller/controller_utils.go PatchNodeTaints.
 */
export function* swapTaints(
  node: Node,
  add: readonly Taint[],
  remove: readonly Taint[],
  now: Millis,
): Generator<ApiRequest, string | undefined, ApiResponse> {
  let current = node;
  for (const change of [withTaints(add, now), withoutTaints(remove)]) {
    const before = current.spec?.taints ?? [];
    const taints = change(before);
    if (taints === before) continue;
    const { name, resourceVersion } = current.metadata;
    const body = { metadata: { resourceVersion }, spec: { taints: taints.length === 0 ? null : taints } };
    const response = yield { verb: "patch", resource: "nodes", name, patchType: "merge", body };
    if (isFailure(response)) return errorText(response);
    current = response.body as Node;
  }
  return undefined;
}

type Change = (taints: readonly Taint[]) => readonly Taint[];

function withTaints(add: readonly Taint[], now: Millis): Change {
  return (taints) => {
    let result = taints;
    for (const taint of add) {
      const stamped = { ...taint, timeAdded: formatTime(now) };
      const at = result.findIndex((other) => isSameTaint(other, taint));
      result = at < 0 ? [...result, stamped] : result.with(at, stamped);
    }
    return result;
  };
}

function withoutTaints(remove: readonly Taint[]): Change {
  return (taints) =>
    taints.some((taint) => hasTaint(remove, taint)) ? taints.filter((taint) => !hasTaint(remove, taint)) : taints;
}
