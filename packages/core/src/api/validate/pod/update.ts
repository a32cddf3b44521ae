import type {
  Container,
  JsonObject,
  NodeAffinity,
  NodeSelectorTerm,
  Pod,
  PodSchedulingGate,
  PodSpec,
} from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, forbidden, index, invalid } from "../../field-error.ts";
import { semanticEqual } from "../../semantic-equal.ts";
import { validatePodAnnotationUpdates } from "./annotations.ts";
import { eachItem, type FieldErrors, NO_ERRORS, textOf } from "./check.ts";
import { validateImagePadding } from "./containers.ts";
import { validateAnnotationsAndSpec } from "./create.ts";
import { goView } from "./go-view.ts";
import { specDiff } from "./spec-diff.ts";
import { validateAddedTolerations } from "./tolerations.ts";

const EMPTY: PodSpec = { containers: [] };

/**
 * Whether a pod may change so: all but the rules for the metadata of every kind. A spec that is the same object as before
 * is not looked at.
 * Source: pkg/apis/core/validation/validation.go ValidatePodUpdate.
 */
export function validatePodUpdate(pod: Pod, old: Pod): FieldErrors {
  const annotations = (): FieldErrors =>
    validatePodAnnotationUpdates(
      pod.metadata.annotations,
      old.metadata.annotations,
      pod.spec ?? EMPTY,
      "metadata.annotations",
    );
  if (pod.spec === old.spec) return annotations();
  const errors = [...validateAnnotationsAndSpec(pod), ...annotations()];
  const [spec, before] = [pod.spec ?? EMPTY, old.spec ?? EMPTY];
  for (const list of ["containers", "initContainers"] as const) {
    if ((spec[list] ?? []).length !== (before[list] ?? []).length) {
      return [...errors, forbidden(`spec.${list}`, "pod updates may not add or remove containers")];
    }
    errors.push(...eachItem(spec[list], `spec.${list}`, validateImagePadding));
  }
  const deadline = validateDeadlineUpdate(spec, before, "spec.activeDeadlineSeconds");
  if (deadline.length > 0 && spec.activeDeadlineSeconds !== undefined) return [...errors, ...deadline];
  return [
    ...errors,
    ...deadline,
    ...validateAddedTolerations(spec.tolerations, before.tolerations, "spec.tolerations"),
    ...validateRemovedGates(spec.schedulingGates, before.schedulingGates, "spec.schedulingGates"),
    ...validateRest(spec, before),
  ];
}

/** It may be set, and lowered. */
function validateDeadlineUpdate(spec: PodSpec, old: PodSpec, path: string): FieldErrors {
  const [now, before] = [spec.activeDeadlineSeconds, old.activeDeadlineSeconds];
  if (now === undefined) {
    if (before === undefined) return NO_ERRORS;
    return [invalid(path, undefined, "must not update from a positive integer to nil value")];
  }
  if (now < 0 || now > 2147483647) return [invalid(path, now, "must be between 0 and 2147483647, inclusive")];
  const raised = before !== undefined && before < now;
  return raised ? [invalid(path, now, "must be less than or equal to previous value")] : NO_ERRORS;
}

type Gates = readonly PodSchedulingGate[] | undefined;

function validateRemovedGates(gates: Gates, old: Gates, path: string): FieldErrors {
  const known = new Set((old ?? []).map((gate) => gate.name));
  return eachItem(gates, path, (gate, at) =>
    known.has(gate.name)
      ? NO_ERRORS
      : [
          forbidden(
            child(at, "name"),
            `only deletion is allowed, but found new scheduling gate '${textOf(gate.name)}'`,
          ),
        ],
  );
}

const UPDATABLE = [
  "`spec.containers[*].image`",
  "`spec.initContainers[*].image`",
  "`spec.activeDeadlineSeconds`",
  "`spec.tolerations` (only additions to existing tolerations)",
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
].join(",");

/** Nothing else may change: what may is put back, and the rest has to be what it was. */
function validateRest(spec: PodSpec, old: PodSpec): FieldErrors {
  if (semanticEqual(spec, old)) return NO_ERRORS;
  const errors: FieldError[] = [];
  let munged = withOldImages(spec, old);
  munged = take(munged, old, "activeDeadlineSeconds");
  munged = take(munged, old, "schedulingGates");
  munged = take(munged, old, "tolerations");
  if ((old.terminationGracePeriodSeconds ?? 0) < 0 && munged.terminationGracePeriodSeconds === 1) {
    munged = take(munged, old, "terminationGracePeriodSeconds");
  }
  if ((old.schedulingGates ?? []).length > 0) {
    errors.push(...validateGatedChanges(munged, old));
    munged = withOldPlacement(munged, old);
  }
  if (semanticEqual(munged, old)) return errors;
  const detail = `pod updates may not change fields other than ${UPDATABLE}\n${specDiff(old, munged)}`;
  return [...errors, forbidden("spec", detail)];
}

function take(spec: PodSpec, old: PodSpec, name: keyof PodSpec): PodSpec {
  const { [name]: _, ...kept } = spec;
  return (old[name] === undefined ? kept : { ...kept, [name]: old[name] }) as PodSpec;
}

function withOldImages(spec: PodSpec, old: PodSpec): PodSpec {
  const restore = (containers: readonly Container[] | undefined, before: readonly Container[] | undefined) =>
    containers?.map((container, i): Container => ({ ...container, image: textOf(before?.[i]?.image) }));
  const init = restore(spec.initContainers, old.initContainers);
  const containers = restore(spec.containers, old.containers) ?? [];
  return { ...spec, containers, ...(init === undefined ? {} : { initContainers: init }) };
}

/** A pod behind a gate may be narrowed to fewer nodes. */
function validateGatedChanges(spec: PodSpec, old: PodSpec): FieldErrors {
  return [
    ...validateNodeSelectorChange(spec.nodeSelector ?? {}, old.nodeSelector ?? {}),
    ...validateNodeAffinityChange(spec.affinity?.nodeAffinity, old.affinity?.nodeAffinity),
  ];
}

type TextMap = Readonly<Record<string, string>>;

function validateNodeSelectorChange(selector: TextMap, old: TextMap): FieldErrors {
  const kept = Object.keys(old).every((name) => Object.hasOwn(selector, name) && selector[name] === old[name]);
  const detail = "only additions to spec.nodeSelector are allowed (no mutations or deletions)";
  return kept ? NO_ERRORS : [invalid("spec.nodeSelector", selector, detail)];
}

const TERMS = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";

function validateNodeAffinityChange(affinity: NodeAffinity | undefined, old: NodeAffinity | undefined): FieldErrors {
  const before = old?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  if (before.length === 0 || semanticEqual(affinity, old)) return NO_ERRORS;
  if (before.length !== terms.length) {
    const detail = "no additions/deletions to non-empty NodeSelectorTerms list are allowed";
    // Go prints a list that is not there as null.
    return [invalid(TERMS, terms.length === 0 ? undefined : terms.map(goTerm), detail)];
  }
  const detail = "only additions are allowed (no mutations or deletions)";
  return before.flatMap((term, i) => {
    const now = terms[i] ?? {};
    return hasOnlyAdditions(now, term) ? NO_ERRORS : [invalid(index(TERMS, i), goTerm(now), detail)];
  });
}

function goTerm(term: NodeSelectorTerm): JsonObject {
  return goView("NodeSelectorTerm", term);
}

function hasOnlyAdditions(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const [expressions, fields] = [old.matchExpressions ?? [], old.matchFields ?? []];
  const [nowExpressions, nowFields] = [term.matchExpressions ?? [], term.matchFields ?? []];
  if (expressions.length + fields.length === 0 && nowExpressions.length + nowFields.length > 0) return false;
  return (
    semanticEqual(nowExpressions.slice(0, expressions.length), expressions) &&
    semanticEqual(nowFields.slice(0, fields.length), fields)
  );
}

function withOldPlacement(spec: PodSpec, old: PodSpec): PodSpec {
  const withSelector = take(spec, old, "nodeSelector");
  const oldAffinity = old.affinity?.nodeAffinity;
  if (semanticEqual(spec.affinity?.nodeAffinity, oldAffinity)) return withSelector;
  const { nodeAffinity: _, ...others } = spec.affinity ?? {};
  const affinity = { ...others, ...(oldAffinity === undefined ? {} : { nodeAffinity: oldAffinity }) };
  if (old.affinity === undefined && Object.keys(affinity).length === 0) return take(withSelector, old, "affinity");
  return { ...withSelector, affinity };
}
