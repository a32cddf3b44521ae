import type { PodSpec } from "../../../kubernetes/types.ts";
import { child, forbidden, index, invalid, key } from "../../field-error.ts";
import { canonicalQuantity, compareQuantity, formatQuantity, quantityOf } from "../../quantity.ts";
import { containerLimits, containerRequests } from "./aggregate-resources.ts";
import { type FieldErrors, NO_ERRORS, sorted } from "./check.ts";
import { isHugePages } from "./resource-names.ts";
import { validatePodLevelResources } from "./resources.ts";

/** The resources of the pod as a whole. Source: pkg/apis/core/validation/validation.go validatePodResources. */
export function validatePodResources(spec: PodSpec, path: string): FieldErrors {
  const resources = spec.resources;
  if (resources === undefined) return NO_ERRORS;
  if (spec.os?.name === "windows") return [forbidden(path, "may not be set for a windows pod")];
  return [
    ...(resources.claims === undefined
      ? NO_ERRORS
      : [forbidden(child(path, "claims"), "claims may not be set for Resources at pod-level")]),
    ...validatePodLevelResources(resources, path),
    ...validateRequestsCoverContainers(spec, path),
    ...validateLimitsCoverContainers(spec, path),
  ];
}

/** Source: validation.go validatePodResourceConsistency. */
function validateRequestsCoverContainers(spec: PodSpec, path: string): FieldErrors {
  const { requests = {}, limits = {} } = spec.resources ?? {};
  const wanted = containerRequests(spec);
  const capped = containerLimits(spec);
  const short = (kind: "requests" | "limits", name: string, total: ReturnType<typeof quantityOf>, own: string) =>
    compareQuantity(total, quantityOf(own)) > 0
      ? [
          invalid(
            key(child(path, kind), name),
            canonicalQuantity(own),
            `must be greater than or equal to aggregate container ${kind} of ${formatQuantity(total)}`,
          ),
        ]
      : NO_ERRORS;
  return [
    ...sorted(wanted.keys()).flatMap((name) => {
      const own = Object.hasOwn(requests, name) ? requests[name] : undefined;
      return own === undefined ? NO_ERRORS : short("requests", name, wanted.get(name) ?? quantityOf("0"), own);
    }),
    ...sorted(capped.keys()).flatMap((name) => {
      const own = isHugePages(name) && Object.hasOwn(limits, name) ? limits[name] : undefined;
      return own === undefined ? NO_ERRORS : short("limits", name, capped.get(name) ?? quantityOf("0"), own);
    }),
  ];
}

function validateLimitsCoverContainers(spec: PodSpec, path: string): FieldErrors {
  const limits = spec.resources?.limits ?? {};
  return (spec.containers ?? []).flatMap((container, i) => {
    const own = container.resources?.limits ?? {};
    return sorted(Object.keys(own)).flatMap((name) => {
      const [limit, ofPod] = [own[name] ?? "0", Object.hasOwn(limits, name) ? limits[name] : undefined];
      if (ofPod === undefined || compareQuantity(quantityOf(limit), quantityOf(ofPod)) <= 0) return NO_ERRORS;
      const at = child(key(index(child(path, "containers"), i), name), "limits");
      return [
        invalid(
          at,
          canonicalQuantity(limit),
          `must be less than or equal to pod limits of ${canonicalQuantity(ofPod)}`,
        ),
      ];
    });
  });
}
