import { type Invariant, stockInvariants, strictlyWithinMaxSurge, upToDateCountsNewPods } from "../invariants/index.ts";
import type { Model } from "../model/index.ts";

/**
 * The nodes of which it makes no difference which is which: there are only so many, or they are described alike, and no
 * action of the model names one. Those that may join without a name are such nodes, too. There are none where the model has
 * code of its own, which may name nodes, unless it says that it does not.
 */
export function interchangeableNodes(model: Model): readonly string[] {
  const { cluster = {}, may = [], start = [], opening = [] } = model;
  if (!(model.symmetric ?? !hasCode(model))) return [];
  const { nodes = 3 } = cluster;
  const joining = may.reduce((sum, item) => {
    const { action, times = 1 } = "action" in item ? item : { action: item };
    return sum + (action.act === "join" && isPlain(action.node) ? times : 0);
  }, 0);
  const count = typeof nodes === "number" ? nodes : nodes.length;
  const plain =
    typeof nodes === "number"
      ? Array.from({ length: nodes }, (_, at) => `node-${at + 1}`)
      : nodes.flatMap((node) => (typeof node === "string" ? [node] : isPlain(node) ? [node.name] : []));
  const joined = Array.from({ length: joining }, (_, at) => `node-${count + at + 1}`);
  const named = JSON.stringify([may, start, opening]);
  return [...plain, ...joined].filter((node) => !named.includes(JSON.stringify(node)));
}

function isPlain(node: object): boolean {
  return Object.entries(node).every(([key, value]) => key === "name" || value === undefined);
}

/** These treat all nodes alike. */
const KNOWN: ReadonlySet<Invariant> = new Set([...stockInvariants, strictlyWithinMaxSurge, upToDateCountsNewPods]);

function hasCode({ cluster: { strategies = [], components = [] } = {}, invariants = [] }: Model): boolean {
  return strategies.length > 0 || components.length > 0 || !invariants.every((invariant) => KNOWN.has(invariant));
}
