import type { Node, Pod } from "../../kubernetes/types.ts";
import { type Amounts, add, nonZeroRequests, parse, podRequests } from "./pod-requests.ts";

/** A node with the pods that take up room on it: bound ones that have not ended, and assumed or nominated ones. */
export interface NodeInfo {
  readonly node: Node;
  readonly pods: readonly Pod[];
  readonly requested: Amounts;
  readonly nonZeroRequested: Amounts;
  readonly allocatable: Amounts;
}

const allocatables = new WeakMap<object, Amounts>();

export function nodeInfo(node: Node, listPods: () => readonly Pod[]): NodeInfo {
  return new LazyNodeInfo(node, listPods);
}

/** Nothing is added up before it is asked for: most nodes are rejected by a filter that reads only the node. */
class LazyNodeInfo implements NodeInfo {
  readonly node: Node;
  readonly #listPods: () => readonly Pod[];
  #pods: readonly Pod[] | undefined;
  #requested: Amounts | undefined;
  #nonZeroRequested: Amounts | undefined;

  constructor(node: Node, listPods: () => readonly Pod[]) {
    this.node = node;
    this.#listPods = listPods;
  }

  get pods(): readonly Pod[] {
    this.#pods ??= this.#listPods();
    return this.#pods;
  }

  get requested(): Amounts {
    this.#requested ??= total(this.pods, podRequests);
    return this.#requested;
  }

  get nonZeroRequested(): Amounts {
    this.#nonZeroRequested ??= total(this.pods, nonZeroRequests);
    return this.#nonZeroRequested;
  }

  get allocatable(): Amounts {
    return allocatableOf(this.node);
  }
}

export function allocatableOf(node: Node): Amounts {
  const list = node.status?.allocatable;
  if (list === undefined) return EMPTY;
  let amounts = allocatables.get(list);
  if (amounts === undefined) {
    amounts = parse(list);
    allocatables.set(list, amounts);
  }
  return amounts;
}

const EMPTY: Amounts = new Map();

function total(pods: readonly Pod[], amountsOf: (pod: Pod) => Amounts): Amounts {
  const sum = new Map<string, number>();
  for (const pod of pods) add(sum, amountsOf(pod));
  return sum;
}
