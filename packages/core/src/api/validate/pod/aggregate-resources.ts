import type { Container, PodSpec, Quantity } from "../../../kubernetes/types.ts";
import { addQuantity, compareQuantity, type ParsedQuantity, quantityOf } from "../../quantity.ts";

export type Amounts = ReadonlyMap<string, ParsedQuantity>;

/** What the containers of a pod request together. Source: component-helpers/resource/helpers.go AggregateContainerRequests. */
export function containerRequests(spec: PodSpec): Amounts {
  return aggregate(spec, (container) => container.resources?.requests);
}

/** What the containers of a pod are limited to together. Source: component-helpers/resource/helpers.go AggregateContainerLimits. */
export function containerLimits(spec: PodSpec): Amounts {
  return aggregate(spec, (container) => container.resources?.limits);
}

type ListOf = (container: Container) => Readonly<Record<string, Quantity>> | undefined;

/** Sidecars count with the containers; each other init container runs alone with the sidecars before it. */
function aggregate(spec: PodSpec, listOf: ListOf): Amounts {
  const total = new Map<string, ParsedQuantity>();
  for (const container of spec.containers ?? []) add(total, amountsOf(listOf(container)));
  const sidecars = new Map<string, ParsedQuantity>();
  const starting = new Map<string, ParsedQuantity>();
  for (const container of spec.initContainers ?? []) {
    const own = amountsOf(listOf(container));
    if (container.restartPolicy === "Always") {
      add(total, own);
      add(sidecars, own);
      raise(starting, sidecars);
    } else {
      add(own, sidecars);
      raise(starting, own);
    }
  }
  raise(total, starting);
  return total;
}

function amountsOf(list: Readonly<Record<string, Quantity>> | undefined): Map<string, ParsedQuantity> {
  return new Map(Object.entries(list ?? {}).map(([name, amount]) => [name, quantityOf(amount)]));
}

function add(total: Map<string, ParsedQuantity>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const sum = total.get(name);
    total.set(name, sum === undefined ? amount : addQuantity(sum, amount));
  }
}

function raise(total: Map<string, ParsedQuantity>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const known = total.get(name);
    if (known === undefined || compareQuantity(amount, known) > 0) total.set(name, amount);
  }
}
