import { addressParts } from "./identifiers.ts";

/** A node's address in 10.128.0.0/9; it follows from the node's name. */
export function nodeAddress(node: string): string {
  const [a, b, c] = addressParts(node);
  return `10.${128 + (a % 128)}.${b}.${c}`;
}

/** The /24 in 10.0.0.0/9 that a node's pods have their addresses from, where the node has no `podCIDR`. */
export function nodePodCidr(node: string): string {
  const [a, b] = addressParts(node);
  return `10.${a % 128}.${b}.0/24`;
}

/** A pod's address; another one for each sandbox. Two pods of a node may share one: nothing here depends on addresses. */
export function podAddress(node: string, uid: string, attempt: number): string {
  const [a, b] = addressParts(node);
  const [, , c] = addressParts(`${uid}/${attempt}`);
  return `10.${a % 128}.${b}.${c}`;
}
