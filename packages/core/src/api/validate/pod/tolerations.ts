import type { Toleration } from "../../../kubernetes/types.ts";
import { sameJson } from "../../equal.ts";
import { child, forbidden, invalid, notSupported } from "../../field-error.ts";
import { isLabelValue } from "../names.ts";
import { eachItem, type FieldErrors, NO_ERRORS, textOf, validateQualifiedName } from "./check.ts";

/** Source: pkg/apis/core/validation/validation.go ValidateTolerations. */
export function validateTolerations(tolerations: readonly Toleration[] | undefined, path: string): FieldErrors {
  return eachItem(tolerations, path, validateToleration);
}

/** The tolerations that the controllers and admission give to every pod are the same few objects. */
const accepted = new WeakSet<Toleration>();

function validateToleration(toleration: Toleration, path: string): FieldErrors {
  if (accepted.has(toleration)) return NO_ERRORS;
  const errors = [
    ...validateKey(toleration, path),
    ...validateSeconds(toleration, path),
    ...validateOperator(toleration, path),
    ...validateEffect(textOf(toleration.effect), child(path, "effect")),
  ];
  if (errors.length === 0) accepted.add(toleration);
  return errors;
}

function validateKey(toleration: Toleration, path: string): FieldErrors {
  const key = textOf(toleration.key);
  if (key !== "") return validateQualifiedName(key, child(path, "key"));
  if (toleration.operator === "Exists") return NO_ERRORS;
  const detail = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  return [invalid(child(path, "operator"), textOf(toleration.operator), detail)];
}

function validateSeconds(toleration: Toleration, path: string): FieldErrors {
  if (toleration.tolerationSeconds === undefined || toleration.effect === "NoExecute") return NO_ERRORS;
  const detail = "effect must be 'NoExecute' when `tolerationSeconds` is set";
  return [invalid(child(path, "effect"), textOf(toleration.effect), detail)];
}

function validateOperator(toleration: Toleration, path: string): FieldErrors {
  const [operator, value, at] = [textOf(toleration.operator), textOf(toleration.value), child(path, "operator")];
  switch (operator) {
    case "":
    case "Equal": {
      const messages = isLabelValue(value);
      return messages.length === 0 ? NO_ERRORS : [invalid(at, value, messages.join(";"))];
    }
    case "Exists":
      return value === "" ? NO_ERRORS : [invalid(at, value, "value must be empty when `operator` is 'Exists'")];
    case "Lt":
    case "Gt":
      // Their gate, TaintTolerationComparisonOperators, is off; the message names them all the same.
      return [notSupported(at, operator, ["Equal", "Exists", "Lt", "Gt"])];
    default:
      return [notSupported(at, operator, ["Equal", "Exists"])];
  }
}

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

function validateEffect(effect: string, path: string): FieldErrors {
  return effect === "" || EFFECTS.includes(effect) ? NO_ERRORS : [notSupported(path, effect, EFFECTS)];
}

/** A pod may gain tolerations; of those it has, only the seconds may change. Source: validation.go validateOnlyAddedTolerations. */
export function validateAddedTolerations(
  tolerations: readonly Toleration[] | undefined,
  old: readonly Toleration[] | undefined,
  path: string,
): FieldErrors {
  const kept = (each: Toleration) =>
    (tolerations ?? []).some((one) => sameJson({ ...each, tolerationSeconds: one.tolerationSeconds }, one));
  if ((old ?? []).every(kept)) return validateTolerations(tolerations, path);
  return [forbidden(path, "existing toleration can not be modified except its tolerationSeconds")];
}
