import type { PriorityClass } from "../../kubernetes/types.ts";
import { type FieldError, forbidden, notSupported } from "../field-error.ts";
import { validateImmutable } from "./common.ts";

const SYSTEM_PREFIX = "system-";
const HIGHEST_USER_PRIORITY = 1_000_000_000;

/** Source: pkg/apis/scheduling/v1/helpers.go SystemPriorityClasses. */
const SYSTEM_PRIORITIES: ReadonlyMap<string, number> = new Map([
  ["system-node-critical", 2_000_001_000],
  ["system-cluster-critical", 2_000_000_000],
]);

const POLICIES = ["PreemptLowerPriority", "Never"];

/** Source: pkg/apis/scheduling/validation/validation.go ValidatePriorityClass. */
export function validatePriorityClass(priorityClass: PriorityClass): readonly FieldError[] {
  const { preemptionPolicy: policy } = priorityClass;
  const unknown = policy !== undefined && !POLICIES.includes(policy);
  return [...validateValue(priorityClass), ...(unknown ? [notSupported("preemptionPolicy", policy, POLICIES)] : [])];
}

function validateValue(priorityClass: PriorityClass): readonly FieldError[] {
  if (priorityClass.metadata.name?.startsWith(SYSTEM_PREFIX)) {
    const why = unlikeTheSystems(priorityClass);
    const detail = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${why}`;
    return why === undefined ? [] : [forbidden("metadata.name", detail)];
  }
  if ((priorityClass.value ?? 0) <= HIGHEST_USER_PRIORITY) return [];
  return [forbidden("value", `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`)];
}

/** Source: IsKnownSystemPriorityClass. */
function unlikeTheSystems({ metadata: { name }, value, globalDefault = false }: PriorityClass): string | undefined {
  const known = SYSTEM_PRIORITIES.get(name);
  if (known === undefined) return `${name} is not a known system priority class`;
  if (value !== known) return `value of ${name} PriorityClass must be ${known}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}

/** Source: ValidatePriorityClassUpdate. */
export function validatePriorityClassUpdate(priorityClass: PriorityClass, old: PriorityClass): readonly FieldError[] {
  const { value, preemptionPolicy } = priorityClass;
  return [
    ...(value === old.value ? [] : [forbidden("value", "may not be changed in an update.")]),
    ...validateImmutable(preemptionPolicy, old.preemptionPolicy, "preemptionPolicy"),
  ];
}
