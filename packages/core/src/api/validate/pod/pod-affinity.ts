import type { Affinity, LabelSelector, PodAffinityTerm, WeightedPodAffinityTerm } from "../../../kubernetes/types.ts";
import { child, forbidden, index, invalid, required } from "../../field-error.ts";
import { validateLabelSelector } from "../labels.ts";
import { isDns1123Label } from "../names.ts";
import { eachItem, type FieldErrors, invalidEach, NO_ERRORS, textOf, validateQualifiedName } from "./check.ts";
import { validateNodeAffinity, validateWeight } from "./node-affinity.ts";

/** Source: pkg/apis/core/validation/validation.go validateAffinity. */
export function validateAffinity(affinity: Affinity | undefined, path: string): FieldErrors {
  const { nodeAffinity, podAffinity, podAntiAffinity } = affinity ?? {};
  return [
    ...(nodeAffinity === undefined ? NO_ERRORS : validateNodeAffinity(nodeAffinity, child(path, "nodeAffinity"))),
    ...(podAffinity === undefined ? NO_ERRORS : validatePodAffinity(podAffinity, child(path, "podAffinity"))),
    ...(podAntiAffinity === undefined
      ? NO_ERRORS
      : validatePodAffinity(podAntiAffinity, child(path, "podAntiAffinity"))),
  ];
}

function validatePodAffinity(affinity: NonNullable<Affinity["podAffinity"]>, path: string): FieldErrors {
  return [
    ...eachItem(
      affinity.requiredDuringSchedulingIgnoredDuringExecution,
      child(path, "requiredDuringSchedulingIgnoredDuringExecution"),
      validateTerm,
    ),
    ...eachItem(
      affinity.preferredDuringSchedulingIgnoredDuringExecution,
      child(path, "preferredDuringSchedulingIgnoredDuringExecution"),
      validateWeightedTerm,
    ),
  ];
}

function validateWeightedTerm(term: WeightedPodAffinityTerm, path: string): FieldErrors {
  return [
    ...validateWeight(term.weight, child(path, "weight")),
    ...validateTerm(term.podAffinityTerm ?? { topologyKey: "" }, child(path, "podAffinityTerm")),
  ];
}

function validateTerm(term: PodAffinityTerm, path: string): FieldErrors {
  const topologyKey = textOf(term.topologyKey);
  const at = child(path, "topologyKey");
  return [
    ...validateLabelSelector(term.labelSelector, child(path, "labelSelector")),
    ...validateLabelSelector(term.namespaceSelector, child(path, "namespaceSelector")),
    ...(term.namespaces ?? []).flatMap((name) => invalidEach(child(path, "namespace"), name, isDns1123Label(name))),
    ...validateMatchLabelKeys(term, path),
    ...(topologyKey === "" ? [required(at, "can not be empty")] : NO_ERRORS),
    ...validateQualifiedName(topologyKey, at),
  ];
}

export interface MatchLabelKeys {
  readonly matchLabelKeys?: readonly string[];
  readonly mismatchLabelKeys?: readonly string[];
  readonly labelSelector?: LabelSelector;
}

/** Source: validation.go ValidateMatchLabelKeysAndMismatchLabelKeys. */
export function validateMatchLabelKeys(term: MatchLabelKeys, path: string): FieldErrors {
  const [matchLabelKeys, mismatchLabelKeys] = [term.matchLabelKeys ?? [], term.mismatchLabelKeys ?? []];
  const both = "exists in both matchLabelKeys and mismatchLabelKeys";
  return [
    ...validateKeys(matchLabelKeys, term.labelSelector, child(path, "matchLabelKeys")),
    ...validateKeys(mismatchLabelKeys, term.labelSelector, child(path, "mismatchLabelKeys")),
    ...validateNotSelected(matchLabelKeys, term.labelSelector, path),
    ...matchLabelKeys.flatMap((key, i) =>
      mismatchLabelKeys.includes(key) ? [invalid(index(child(path, "matchLabelKeys"), i), key, both)] : NO_ERRORS,
    ),
  ];
}

function validateKeys(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldErrors {
  if (keys.length === 0) return NO_ERRORS;
  if (selector === undefined) return [forbidden(path, "must not be specified when labelSelector is not set")];
  return eachItem(keys, path, validateQualifiedName);
}

/** The server has added an expression for each key before it looks here: a second one is the author's. */
function validateNotSelected(keys: readonly string[], selector: LabelSelector | undefined, path: string): FieldErrors {
  const seen = new Set(Object.keys(selector?.matchLabels ?? {}));
  return (selector?.matchExpressions ?? []).flatMap(({ key }) => {
    const i = keys.lastIndexOf(key);
    const twice = i >= 0 && seen.has(key);
    seen.add(key);
    return twice ? [invalid(index(path, i), key, "exists in both matchLabelKeys and labelSelector")] : NO_ERRORS;
  });
}
