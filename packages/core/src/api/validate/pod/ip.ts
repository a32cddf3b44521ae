import { invalid } from "../../field-error.ts";
import { type FieldErrors, NO_ERRORS } from "./check.ts";

/**
 * An IP address in a field older than the strict rules: any form of IPv6, no leading zeros, no IPv4 in IPv6.
 * `kept` are the values that an update found there: these are not looked at again.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go IsValidIPForLegacyField.
 */
export function validateLegacyIp(value: string, path: string, kept: readonly string[] = []): FieldErrors {
  if (kept.includes(value)) return NO_ERRORS;
  const v4 = isIpv4(value);
  if (!v4 && !isIpv6(value)) {
    return [invalid(path, value, "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")];
  }
  const tail = v4 ? value : value.slice(value.lastIndexOf(":") + 1);
  if (tail.includes(".") && tail.split(".").some((octet) => octet.length > 1 && octet.startsWith("0"))) {
    return [invalid(path, value, "must not have leading 0s")];
  }
  return !v4 && isIpv4InIpv6(value) ? [invalid(path, value, "must not be an IPv4-mapped IPv6 address")] : NO_ERRORS;
}

export function isIpv4(value: string): boolean {
  const octets = value.split(".");
  return octets.length === 4 && octets.every((octet) => /^[0-9]{1,16}$/.test(octet) && Number(octet) <= 255);
}

export function isIpv6(value: string): boolean {
  return ipv6Groups(value) !== undefined;
}

/** The eight groups of an IPv6 address, or undefined. */
function ipv6Groups(value: string): readonly number[] | undefined {
  const halves = value.split("::");
  if (halves.length > 2 || !value.includes(":")) return undefined;
  const [head, tail] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  const missing = 8 - head.length - (tail ?? []).length;
  return missing < 1 ? undefined : [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
}

function groupsOf(half: string, last: boolean): readonly number[] | undefined {
  if (half === "") return [];
  const groups: number[] = [];
  const parts = half.split(":");
  for (const [i, part] of parts.entries()) {
    if (last && i === parts.length - 1 && isIpv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split(".").map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

function isIpv4InIpv6(value: string): boolean {
  const groups = ipv6Groups(value) ?? [];
  return groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
}
