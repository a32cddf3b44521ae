import type { Node, Taint } from "../../kubernetes/types.ts";
import { isSameTaint } from "../taint.ts";

const NOT_READY: Taint = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };

/**
 * A node that is created starts as not ready, so that no pod comes to it before it is: the node life-cycle controller
 * takes the taint away. Conditions do not matter here, and updates are left alone.
 *
 * Source: plugin/pkg/admission/nodetaint/admission.go.
 */
export function taintNewNode(node: Node): Node {
  const taints = node.spec?.taints ?? [];
  if (taints.some((taint) => isSameTaint(taint, NOT_READY))) return node;
  return { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } };
}
