import type { Container, ContainerResizePolicy, ContainerRestartRule } from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, duplicate, index, invalid, notSupported, required, tooMany } from "../../field-error.ts";
import { eachItem, type FieldErrors, NO_ERRORS, repeated, textOf, validateOneOf } from "./check.ts";

const POLICIES = ["Always", "Never", "OnFailure"];
const ACTIONS = ["Restart", "RestartAllContainers"];
const OPERATORS = ["In", "NotIn"];

/** A container's own restart policy. Source: pkg/apis/core/validation/validation.go validateContainerRestartPolicy. */
export function validateContainerRestartPolicy(container: Container, path: string): FieldErrors {
  const rules = container.restartPolicyRules ?? [];
  if (container.restartPolicy === undefined && rules.length === 0) return NO_ERRORS;
  const at = child(path, "restartPolicyRules");
  return [
    ...validatePolicy(container.restartPolicy, child(path, "restartPolicy")),
    ...(rules.length > 20 ? [tooMany(at, rules.length, 20)] : NO_ERRORS),
    ...eachItem(rules, at, validateRule),
  ];
}

function validatePolicy(policy: string | undefined, path: string): FieldErrors {
  if (policy !== undefined) return validateOneOf(policy, path, POLICIES);
  return [required(path, "must specify restartPolicy when restart rules are used")];
}

function validateRule(rule: ContainerRestartRule, path: string): FieldErrors {
  const at = child(path, "exitCodes");
  return [
    ...validateOneOf(textOf(rule.action), child(path, "action"), ACTIONS),
    ...(rule.exitCodes === undefined ? [required(at, "must be specified")] : validateExitCodes(rule.exitCodes, at)),
  ];
}

function validateExitCodes(codes: NonNullable<ContainerRestartRule["exitCodes"]>, path: string): FieldErrors {
  const count = (codes.values ?? []).length;
  return [
    ...validateOneOf(textOf(codes.operator), child(path, "operator"), OPERATORS),
    ...(count > 255 ? [tooMany(child(path, "values"), count, 255)] : NO_ERRORS),
  ];
}

/** What a change of resources does to the container. Source: validation.go validateResizePolicy. */
export function validateResizePolicy(
  policies: readonly ContainerResizePolicy[] | undefined,
  podRestartPolicy: string | undefined,
  path: string,
): FieldErrors {
  if (!policies) return NO_ERRORS;
  const twice = new Map(repeated(policies.map((policy) => textOf(policy.resourceName))).map((each) => [each.i, each]));
  return policies.flatMap((policy, i) => {
    const again = twice.get(i);
    const errors: FieldError[] = again === undefined ? [] : [duplicate(index(path, i), again.value)];
    errors.push(...oneOfOrRequired(policy.resourceName, path, ["cpu", "memory"]));
    errors.push(...oneOfOrRequired(policy.restartPolicy, path, ["NotRequired", "RestartContainer"]));
    if (podRestartPolicy === "Never" && policy.restartPolicy !== "NotRequired") {
      const detail = "must be 'NotRequired' when pod `restartPolicy` is 'Never'";
      errors.push(invalid(path, textOf(policy.restartPolicy), detail));
    }
    return errors;
  });
}

function oneOfOrRequired(value: string | undefined, path: string, valid: readonly string[]): FieldErrors {
  if (textOf(value) === "") return [required(path)];
  return valid.includes(textOf(value)) ? NO_ERRORS : [notSupported(path, textOf(value), valid)];
}
