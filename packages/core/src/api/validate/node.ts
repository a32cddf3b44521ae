import type { Node, NodeAddress, Quantity, Taint } from "../../kubernetes/types.ts";
import {
  child,
  duplicate,
  type FieldError,
  forbidden,
  index,
  internalError,
  invalid,
  notSupported,
  required,
} from "../field-error.ts";
import { compareQuantity, integerQuantity, quantityError, quantityOf, scaledValue } from "../quantity.ts";
import { isSameTaint } from "../taint.ts";
import { parseCidr, validateCidr } from "./cidr.ts";
import { NEGATIVE_ERROR } from "./common.ts";
import { validateLabelName } from "./labels.ts";
import { isLabelValue } from "./names.ts";
import { isIntegerResource } from "./pod/resource-names.ts";

/** Source: pkg/apis/core/validation/validation.go ValidateNode. Taints are reported under `metadata`, as the server does. */
export function validateNode(node: Node): readonly FieldError[] {
  return [
    ...validateTaints(node.spec?.taints ?? [], "metadata.taints"),
    ...validateNodeResources(node),
    ...validatePodCidrs(node.spec?.podCIDRs ?? [], "spec.podCIDRs"),
  ];
}

/** Source: ValidateNodeUpdate. */
export function validateNodeStatusUpdate(node: Node, old: Node): readonly FieldError[] {
  return [
    ...validateNodeResources(node),
    ...validateAddresses(node.status?.addresses ?? [], "status.addresses"),
    ...validateFixedSpec(node, old),
  ];
}

/** Source: pkg/registry/core/node/strategy.go ValidateUpdate: both of the above, each error once. */
export function validateNodeUpdate(node: Node, old: Node): readonly FieldError[] {
  return [...validateNode(node), ...validateNodeStatusUpdate(node, old)];
}

const EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"];
const validTaints = new WeakSet<readonly Taint[]>();

/** Source: validateNodeTaints. Unique by key and effect. */
export function validateTaints(taints: readonly Taint[], path: string): readonly FieldError[] {
  if (validTaints.has(taints)) return [];
  const errors = taints.flatMap((taint, i) => [
    ...validateTaint(taint, index(path, i)),
    ...validateUnique(taint, taints.slice(0, i), index(path, i)),
  ]);
  if (errors.length === 0) validTaints.add(taints);
  return errors;
}

function validateTaint({ key = "", value = "", effect }: Taint, path: string): readonly FieldError[] {
  const valueErrors = isLabelValue(value);
  const effectPath = child(path, "effect");
  return [
    ...validateLabelName(key, child(path, "key")),
    ...(valueErrors.length === 0 ? [] : [invalid(child(path, "value"), value, valueErrors.join(";"))]),
    ...(effect
      ? EFFECTS.includes(effect)
        ? []
        : [notSupported(effectPath, effect, EFFECTS)]
      : [required(effectPath)]),
  ];
}

function validateUnique(taint: Taint, before: readonly Taint[], path: string): readonly FieldError[] {
  if (!before.some((other) => isSameTaint(other, taint))) return [];
  const { key: Key, value: Value = "", effect: Effect, timeAdded: TimeAdded = null } = taint;
  return [
    { ...duplicate(path, { Key, Value, Effect, TimeAdded }), detail: "taints must be unique by key and effect pair" },
  ];
}

/** Source: ValidateNodeResources. */
function validateNodeResources({ status }: Node): readonly FieldError[] {
  return [
    ...validateResources(status?.capacity, "status.capacity"),
    ...validateResources(status?.allocatable, "status.allocatable"),
  ];
}

type Resources = Readonly<Record<string, Quantity>>;

const validResources = new WeakSet<Resources>();

function validateResources(resources: Resources | undefined, path: string): readonly FieldError[] {
  if (resources === undefined || validResources.has(resources)) return [];
  const errors = Object.keys(resources)
    .sort()
    .flatMap((name) => validateResource(name, resources[name] ?? "", child(path, name)));
  if (errors.length === 0) validResources.add(resources);
  return errors;
}

const ZERO = integerQuantity(0);

/** Source: ValidateResourceQuantityValue. */
function validateResource(name: string, amount: Quantity, path: string): readonly FieldError[] {
  const unreadable = quantityError(String(amount));
  if (unreadable !== undefined) return [invalid(path, amount, unreadable)];
  const quantity = quantityOf(amount);
  const errors = compareQuantity(quantity, ZERO) < 0 ? [invalid(path, amount, NEGATIVE_ERROR)] : [];
  const fraction = isIntegerResource(name) && scaledValue(quantity, -3) % 1000n !== 0n;
  return fraction ? [...errors, invalid(path, amount, "must be an integer")] : errors;
}

function validatePodCidrs(cidrs: readonly string[], path: string): readonly FieldError[] {
  const errors = cidrs.flatMap((cidr, i) => validateCidr(cidr, index(path, i)));
  if (cidrs.length < 2) return errors;
  const families = cidrs.map((cidr) => parseCidr(cidr)?.family);
  if (families.includes(undefined)) {
    errors.push(
      internalError(path, `invalid PodCIDRs. failed to check with dual stack with error:${cidrError(cidrs)}`),
    );
  }
  const dualStack = families.includes(4) && families.includes(6) && !families.includes(undefined);
  if (!dualStack || cidrs.length > 2) {
    errors.push(invalid(path, cidrs, "may specify no more than one CIDR for each IP family"));
  }
  return errors;
}

/** Source: k8s.io/utils/net ParseCIDRs. */
function cidrError(cidrs: readonly string[]): string {
  const bad = cidrs.find((cidr) => parseCidr(cidr) === undefined) ?? "";
  return `invalid CIDR[${cidrs.indexOf(bad)}]: <nil> (invalid CIDR address: ${bad})`;
}

function validateAddresses(addresses: readonly NodeAddress[], path: string): readonly FieldError[] {
  const seen = new Set<string>();
  return addresses.flatMap(({ type, address }, i) => {
    const text = JSON.stringify([type, address]);
    const repeated = seen.has(text);
    seen.add(text);
    return repeated ? [duplicate(index(path, i), { Type: type, Address: address })] : [];
  });
}

/** What may be set once only, or never. */
function validateFixedSpec({ spec = {} }: Node, { spec: old = {} }: Node): readonly FieldError[] {
  if (spec === old) return [];
  const errors: FieldError[] = [];
  if (hasChangedCidrs(spec.podCIDRs ?? [], old.podCIDRs ?? [])) {
    errors.push(forbidden("spec.podCIDRs", 'node updates may not change podCIDR except from "" to valid'));
  }
  if (old.providerID && spec.providerID !== old.providerID) {
    const how = spec.providerID ? "modified" : "cleared";
    errors.push(invalid("spec.providerID", undefined, `field cannot be ${how} once set`));
  }
  if ((spec.externalID ?? "") !== (old.externalID ?? ""))
    errors.push(forbidden("spec.externalID", "may not be updated"));
  return errors;
}

function hasChangedCidrs(cidrs: readonly string[], old: readonly string[]): boolean {
  return old.length > 0 && (old.length !== cidrs.length || old.some((cidr, i) => cidr !== cidrs[i]));
}
