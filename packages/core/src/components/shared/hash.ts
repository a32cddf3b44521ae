import { dumpTemplate } from "./go-dump.ts";
import { forEachByte } from "./utf8.ts";

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The 32-bit FNV-1a hash of the UTF-8 form of a text, then of some more bytes. */
export function fnv32a(text: string, more: readonly number[] = []): number {
  let hash = FNV_OFFSET;
  forEachByte(text, (byte) => {
    hash = Math.imul(hash ^ byte, FNV_PRIME);
  });
  return continued(hash, more);
}

function continued(hash: number, more: readonly number[]): number {
  return more.reduce((all, byte) => Math.imul(all ^ byte, FNV_PRIME), hash) >>> 0;
}

/** No vowels and no digits that look like them: no bad words. */
const SAFE = "bcdfghjklmnpqrstvwxz2456789";

/** Source: staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go SafeEncodeString. */
export function safeEncode(text: string): string {
  return [...text].map((character) => SAFE[(character.codePointAt(0) as number) % SAFE.length]).join("");
}

/** JSON with the keys of all objects in order: equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const object = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  keys.sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(",")}}`;
}

const texts = new WeakMap<object, string>();

/** `canonicalJson` of an immutable object, computed once. */
export function canonicalText(value: object): string {
  let text = texts.get(value);
  if (text === undefined) {
    text = canonicalJson(value);
    texts.set(value, text);
  }
  return text;
}

const dumped = new WeakMap<object, number>();

/** The hash of the dump of an immutable template, computed once. */
function hashOfDump(template: object): number {
  let hash = dumped.get(template);
  if (hash === undefined) {
    hash = fnv32a(dumpTemplate(template));
    dumped.set(template, hash);
  }
  return hash;
}

/**
 * The hash that names the revisions of a pod template, as the API stores it: `b77d59b8b`. Up to ten letters and digits.
 * Source: pkg/controller/controller_utils.go ComputeHash.
 */
export function templateHash(template: object, collisionCount: number | undefined): string {
  const count =
    collisionCount === undefined
      ? []
      : [0, 8, 16, 24].map((shift) => (collisionCount >> shift) & 0xff).concat(0, 0, 0, 0);
  return safeEncode(String(continued(hashOfDump(template), count)));
}
