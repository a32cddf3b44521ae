import type { ClusterState } from "../machine/state.ts";

/** The characters of generated names. Source: staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go alphanums. */
const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
const SUFFIX_LENGTH = 5;
/** Source: staging/src/k8s.io/apiserver/pkg/storage/names/generate.go MaxGeneratedNameLength. */
const MAX_BASE_LENGTH = 63 - SUFFIX_LENGTH;

/** The `n`th name with a prefix: five characters that look random, and follow from the seed alone. */
export function generatedName(seed: number, n: number, generateName: string): string {
  let suffix = "";
  let bits = mix(seed, n, 0x6e616d65);
  for (let at = 0; at < SUFFIX_LENGTH; at++) {
    suffix += ALPHABET[bits % ALPHABET.length];
    bits = mix(bits, at, 0x73756666);
  }
  return generateName.slice(0, MAX_BASE_LENGTH) + suffix;
}

/** The `n`th uid: a version 4 UUID in form, that follows from the seed alone. */
export function generatedUid(seed: number, n: number): string {
  const [a, b, c, d] = [word(seed, n, 0), word(seed, n, 1), word(seed, n, 2), word(seed, n, 3)];
  const variant = "89ab"[Number.parseInt(c.slice(0, 1), 16) % 4];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

function word(seed: number, n: number, at: number): string {
  return mix(seed, n, 0x75696400 + at)
    .toString(16)
    .padStart(8, "0");
}

/** 32 well-spread bits from three numbers (the finaliser of MurmurHash3, over each in turn). */
function mix(a: number, b: number, c: number): number {
  let hash = 0x9e3779b9;
  hash = mixed(hash, a);
  hash = mixed(hash, b);
  return mixed(hash, c) >>> 0;
}

function mixed(hash: number, part: number): number {
  let bits = Math.imul(hash ^ (part >>> 0) ^ Math.floor(part / 0x1_0000_0000), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

export type Counters = Pick<ClusterState, "uids" | "names">;
