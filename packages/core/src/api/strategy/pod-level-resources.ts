import type { PodSpec, Quantity, ResourceRequirements } from "../../kubernetes/types.ts";
import { compareQuantity, formatQuantity, quantityOf } from "../quantity.ts";
import { type Amounts, containerLimits, containerRequests } from "../validate/pod/aggregate-resources.ts";
import { isHugePages, isPodLevelResource } from "../validate/pod/resource-names.ts";

type List = Readonly<Record<string, Quantity>>;

/**
 * A pod that says something about its resources as a whole gets the rest from its containers.
 * Source: pkg/api/pod/util.go DefaultPodLevelResources.
 */
export function defaultPodLevelResources(spec: PodSpec): PodSpec {
  const own = spec.resources;
  if (own === undefined || Object.keys({ ...own.requests, ...own.limits }).length === 0) return spec;
  const capped = containerLimits(spec);
  const limits = fill(own.limits, capped, (name) => isHugePages(name) && !has(own.requests, name));
  const requests = defaultRequests(own.requests, limits, containerRequests(spec));
  const resources = { ...own, requests, limits: defaultLimits(spec, requests, limits, capped) };
  return { ...spec, resources: withoutEmpty(resources) };
}

function has(list: List | undefined, name: string): boolean {
  return list !== undefined && Object.hasOwn(list, name);
}

function fill(list: List | undefined, amounts: Amounts, wanted: (name: string) => boolean): List {
  const missing = [...amounts].filter(([name]) => isPodLevelResource(name) && !has(list, name) && wanted(name));
  return { ...list, ...Object.fromEntries(missing.map(([name, amount]) => [name, formatQuantity(amount)])) };
}

function defaultRequests(list: List | undefined, limits: List, ofContainers: Amounts): List {
  const requests = fill(list, ofContainers, (name) => !isHugePages(name));
  const limited = Object.keys(limits).filter((name) => isPodLevelResource(name) && !has(requests, name));
  return { ...requests, ...Object.fromEntries(limited.map((name) => [name, limits[name] ?? "0"])) };
}

/** Where every container has a limit, the pod has one: their sum, or its request if that is more. */
function defaultLimits(spec: PodSpec, requests: List, limits: List, ofContainers: Amounts): List {
  const containers = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const names = Object.keys(requests).filter(
    (name) =>
      isPodLevelResource(name) &&
      !has(limits, name) &&
      containers.every((container) => has(container.resources?.limits, name)),
  );
  const added = names.map((name) => {
    const sum = ofContainers.get(name) ?? quantityOf("0");
    const request = quantityOf(requests[name]);
    return [name, formatQuantity(compareQuantity(request, sum) > 0 ? request : sum)] as const;
  });
  return { ...limits, ...Object.fromEntries(added) };
}

function withoutEmpty({ requests = {}, limits = {}, ...rest }: ResourceRequirements): ResourceRequirements {
  return {
    ...rest,
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
  };
}
