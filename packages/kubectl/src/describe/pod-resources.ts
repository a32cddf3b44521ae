import type { Container, ContainerStatus, ParsedQuantity, Pod, Quantity } from "@kubetick/core";
import { addQuantity, compareQuantity, quantityOf, signOf } from "@kubetick/core";

export type Amounts = ReadonlyMap<string, ParsedQuantity>;

type List = Readonly<Record<string, Quantity>> | undefined;
type Read = (container: Container, status: ContainerStatus | undefined, infeasible: boolean) => List;

interface Reading {
  /** Of all these readings the largest counts. */
  readonly spec: Read;
  readonly status: readonly Read[];
}

const REQUESTS: Reading = {
  spec: (container) => container.resources?.requests,
  status: [
    (container, status, infeasible) => {
      return (
        status?.resources?.requests ??
        status?.allocatedResources ??
        (infeasible ? undefined : container.resources?.requests)
      );
    },
    (container, status, infeasible) => {
      return status?.allocatedResources ?? (infeasible ? undefined : container.resources?.requests);
    },
  ],
};

const LIMITS: Reading = {
  spec: (container) => container.resources?.limits,
  status: [
    (container, status, infeasible) =>
      status?.resources?.limits ?? (infeasible ? undefined : container.resources?.limits),
  ],
};

/**
 * What a pod asks for. `useStatus` takes into account what its node has given it.
 *
 * Source: component-helpers/resource/helpers.go PodRequests.
 */
export function podRequests(pod: Pod, useStatus: boolean): Amounts {
  const requests = aggregate(pod, REQUESTS, useStatus);
  overlayPodLevel(requests, pod.spec?.resources?.requests);
  add(requests, pod.spec?.overhead);
  return requests;
}

/** What a pod may use at most. Source: component-helpers/resource/helpers.go PodLimits. */
export function podLimits(pod: Pod, useStatus: boolean): Amounts {
  const limits = aggregate(pod, LIMITS, useStatus);
  overlayPodLevel(limits, pod.spec?.resources?.limits);
  for (const [name, amount] of Object.entries(pod.spec?.overhead ?? {})) {
    const limit = limits.get(name);
    if (limit !== undefined && signOf(limit) !== 0) limits.set(name, addQuantity(limit, quantityOf(amount)));
  }
  return limits;
}

function overlayPodLevel(amounts: Map<string, ParsedQuantity>, list: List): void {
  for (const [name, amount] of Object.entries(list ?? {})) {
    if (name === "cpu" || name === "memory" || name.startsWith("hugepages-")) amounts.set(name, quantityOf(amount));
  }
}

function aggregate(pod: Pod, { spec, status }: Reading, useStatus: boolean): Map<string, ParsedQuantity> {
  if (!useStatus) return aggregateBy(pod, spec, false);
  const pending = pod.status?.conditions?.find((c) => c.type === "PodResizePending");
  const infeasible = pending?.reason === "Infeasible";
  const result = infeasible ? new Map<string, ParsedQuantity>() : aggregateBy(pod, spec, infeasible);
  for (const read of status) raise(result, aggregateBy(pod, read, infeasible));
  return result;
}

/** Containers add up; init containers run one by one, beside the sidecars started before them. */
function aggregateBy(pod: Pod, read: Read, infeasible: boolean): Map<string, ParsedQuantity> {
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const listOf = (c: Container) =>
    read(
      c,
      statuses.find((s) => s.name === c.name),
      infeasible,
    );
  const result = new Map<string, ParsedQuantity>();
  for (const container of pod.spec?.containers ?? []) add(result, listOf(container));
  const sidecars = new Map<string, ParsedQuantity>();
  const init = new Map<string, ParsedQuantity>();
  for (const container of pod.spec?.initContainers ?? []) {
    const list = listOf(container);
    if (container.restartPolicy === "Always") {
      add(result, list);
      add(sidecars, list);
      raise(init, sidecars);
    } else {
      const together = new Map(sidecars);
      add(together, list);
      raise(init, together);
    }
  }
  raise(result, init);
  return result;
}

function add(amounts: Map<string, ParsedQuantity>, list: List): void {
  for (const [name, amount] of Object.entries(list ?? {})) addOne(amounts, name, quantityOf(amount));
}

export function addOne(amounts: Map<string, ParsedQuantity>, name: string, amount: ParsedQuantity): void {
  const known = amounts.get(name);
  amounts.set(name, known === undefined ? amount : addQuantity(known, amount));
}

function raise(amounts: Map<string, ParsedQuantity>, others: Amounts): void {
  for (const [name, amount] of others) {
    const known = amounts.get(name);
    if (known === undefined || compareQuantity(amount, known) > 0) amounts.set(name, amount);
  }
}
