import { asInteger, asMilli } from "../../api/quantity.ts";
import type { Container, Pod, Quantity } from "../../kubernetes/types.ts";

/** Amounts by resource name: `cpu` in thousandths, everything else in whole units. */
export type Amounts = ReadonlyMap<string, number>;

type ResourceList = Readonly<Record<string, Quantity>> | undefined;

/** What a container without requests is taken to need when nodes are scored: 0.1 CPU and 200 MiB. */
const NON_ZERO: Amounts = new Map([
  ["cpu", 100],
  ["memory", 200 * 1024 * 1024],
]);
const NOTHING: Amounts = new Map();

/**
 * What a pod asks of a node: the sum over its containers, or what an init container needs where that is more, with the
 * pod's own requests in place of them and its overhead on top.
 * Source: component-helpers/resource/helpers.go PodRequests.
 */
export const podRequests: (pod: Pod) => Amounts = memoised((pod) => requestsOf(pod, NOTHING));

/** As `podRequests`, with a minimum for containers that request nothing. Source: pkg/scheduler/util/pod_resources.go. */
export const nonZeroRequests: (pod: Pod) => Amounts = memoised((pod) => requestsOf(pod, NON_ZERO));

/** A pod's spec keeps its identity while its status changes. */
function memoised(compute: (pod: Pod) => Amounts): (pod: Pod) => Amounts {
  const known = new WeakMap<object, Amounts>();
  return (pod) => {
    if (pod.spec === undefined) return NOTHING;
    let amounts = known.get(pod.spec);
    if (amounts === undefined) {
      amounts = compute(pod);
      known.set(pod.spec, amounts);
    }
    return amounts;
  };
}

function requestsOf(pod: Pod, missing: Amounts): Amounts {
  const total = containersTotal(pod, missing);
  for (const [name, amount] of parse(pod.spec?.resources?.requests))
    if (isPodLevelResource(name)) total.set(name, amount);
  add(total, parse(pod.spec?.overhead));
  return total;
}

function containersTotal(pod: Pod, missing: Amounts): Map<string, number> {
  const total = new Map<string, number>();
  for (const container of pod.spec?.containers ?? []) add(total, containerRequests(container, missing));
  const sidecars = new Map<string, number>();
  const starting = new Map<string, number>();
  for (const container of pod.spec?.initContainers ?? []) {
    const requests = containerRequests(container, missing);
    if (container.restartPolicy === "Always") {
      add(total, requests);
      add(sidecars, requests);
      raise(starting, sidecars);
    } else {
      const together = new Map(requests);
      add(together, sidecars);
      raise(starting, together);
    }
  }
  raise(total, starting);
  return total;
}

function containerRequests(container: Container, missing: Amounts): Map<string, number> {
  const requests = parse(container.resources?.requests);
  for (const [name, amount] of missing) if (!requests.has(name)) requests.set(name, amount);
  return requests;
}

export function parse(list: ResourceList): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const name of Object.keys(list ?? {})) {
    const quantity = (list as Record<string, Quantity>)[name];
    amounts.set(name, name === "cpu" ? asMilli(quantity) : asInteger(quantity));
  }
  return amounts;
}

export function add(total: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) total.set(name, (total.get(name) ?? 0) + amount);
}

function raise(total: Map<string, number>, amounts: Amounts): void {
  for (const [name, amount] of amounts) if (amount > (total.get(name) ?? 0)) total.set(name, amount);
}

function isPodLevelResource(name: string): boolean {
  return name === "cpu" || name === "memory" || name.startsWith("hugepages-");
}
