/** The 32-bit FNV-1a hash of the UTF-8 form of a text, then of some more bytes. */
export function fnv32a(text: string, more: readonly number[] = []): number {
  let hash = 0x811c9dc5;
  const write = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (const character of text) writeUtf8(character.codePointAt(0) as number, write);
  more.forEach(write);
  return hash >>> 0;
}

function writeUtf8(code: number, write: (byte: number) => void): void {
  if (code < 0x80) return write(code);
  if (code < 0x800) {
    write(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) write(0xe0 | (code >> 12));
    else {
      write(0xf0 | (code >> 18));
      write(0x80 | ((code >> 12) & 0x3f));
    }
    write(0x80 | ((code >> 6) & 0x3f));
  }
  write(0x80 | (code & 0x3f));
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

/**
 * The hash that names the revisions of a pod template. The real one hashes a dump of Go structures: same form and
 * length, other letters.
 * Source: pkg/controller/controller_utils.go ComputeHash.
 */
export function templateHash(template: object, collisionCount: number | undefined): string {
  const count =
    collisionCount === undefined
      ? []
      : [0, 8, 16, 24].map((shift) => (collisionCount >> shift) & 0xff).concat(0, 0, 0, 0);
  return safeEncode(String(fnv32a(canonicalText(template), count)));
}
