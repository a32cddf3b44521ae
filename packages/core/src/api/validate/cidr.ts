import { type FieldError, invalid } from "../field-error.ts";

/** Address ranges such as `10.9.8.0/24`. Source: staging/src/k8s.io/apimachinery/pkg/util/validation/ip.go parseCIDR. */

export interface Cidr {
  readonly family: 4 | 6;
  readonly bits: bigint;
  readonly prefix: number;
}

const INVALID = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)";

/** Source: IsValidCIDRForLegacyField, in the strict form of v1.37. */
export function validateCidr(value: string, path: string): readonly FieldError[] {
  const cidr = parseCidr(value);
  if (cidr === undefined) return [invalid(path, value, INVALID)];
  const errors: FieldError[] = [];
  if (hasLeadingZeros(value)) errors.push(invalid(path, value, "must not have leading 0s in IP or prefix length"));
  else if (isMappedIpv4(value)) errors.push(invalid(path, value, "must not have an IPv4-mapped IPv6 address"));
  else if (hasHostBits(cidr)) errors.push(invalid(path, value, "must not have bits set beyond the prefix length"));
  return errors;
}

export function parseCidr(value: string): Cidr | undefined {
  const match = /^([0-9a-fA-F:.]+)\/([0-9]{1,3})$/.exec(value);
  if (match === null) return undefined;
  const [, address = "", length = ""] = match;
  const bits = address.includes(":") ? parseIpv6(address) : parseIpv4(address);
  const family = address.includes(":") ? 6 : 4;
  const prefix = Number(length);
  return bits === undefined || prefix > (family === 4 ? 32 : 128) ? undefined : { family, bits, prefix };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^[0-9]{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const lastColon = text.lastIndexOf(":");
  const tail = text.slice(lastColon + 1);
  if (tail.includes(".")) {
    const ipv4 = parseIpv4(tail);
    if (ipv4 === undefined) return undefined;
    const groups = `${(ipv4 >> 16n).toString(16)}:${(ipv4 & 0xffffn).toString(16)}`;
    return parseIpv6(text.slice(0, lastColon + 1) + groups);
  }
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], rest = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - rest.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...rest];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

function hasLeadingZeros(value: string): boolean {
  const [address = "", length = ""] = value.split("/");
  const decimal = address.includes(":") ? [] : address.split(".");
  return [...decimal, length].some((part) => part.length > 1 && part.startsWith("0"));
}

function isMappedIpv4(value: string): boolean {
  return /^::ffff:[0-9.]+\//i.test(value);
}

function hasHostBits({ family, bits, prefix }: Cidr): boolean {
  const host = BigInt((family === 4 ? 32 : 128) - prefix);
  return (bits & ((1n << host) - 1n)) !== 0n;
}
