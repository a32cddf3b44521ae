import type { Json } from "../kubernetes/types.ts";

/**
 * How Go prints strings and JSON, because the API's messages hold both.
 * Source: strconv.Quote, strconv.IsPrint, encoding/json (HTML-safe escaping).
 */

const GO_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\u0007", "\\a"],
  ["\b", "\\b"],
  ["\f", "\\f"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\v", "\\v"],
]);

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** `text` as `%q` prints it: in double quotes, with Go's escapes. */
export function goQuote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let quoted = "";
  for (const char of text) quoted += GO_ESCAPES.get(char) ?? printable(char);
  return `"${quoted}"`;
}

function printable(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  // A lone surrogate has no UTF-8 form; the decoder has replaced it before Go prints it.
  if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
  if (PRINTABLE.test(char)) return char;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

const HTML_UNSAFE = /[<>&\u2028\u2029]/g;

/** `value` as `json.Marshal` writes it. The keys of an object keep their order: that of the Go struct, if it is one. */
export function goJson(value: Json): string {
  return JSON.stringify(value).replace(HTML_UNSAFE, (char) => `\\u${hex(char.charCodeAt(0), 4)}`);
}

/** `value` as `%v` prints a number: as short as it can be, with an exponent of at least two digits. */
export function goNumber(value: number): string {
  return String(value).replace(/e([+-])(\d)$/, "e$10$2");
}

const MAX_UINT64 = 2n ** 64n - 1n;

/** The bytes of `text` in UTF-8, in hexadecimal. A lone surrogate is replaced, as Go's decoder does. */
export function utf8(text: string): readonly string[] {
  return Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const valid = code >= 0xd800 && code <= 0xdfff ? 0xfffd : code;
    if (valid < 0x80) return [valid];
    const rest = (shift: number) => 0x80 | ((valid >> shift) & 0x3f);
    if (valid < 0x800) return [0xc0 | (valid >> 6), rest(0)];
    if (valid < 0x10000) return [0xe0 | (valid >> 12), rest(6), rest(0)];
    return [0xf0 | (valid >> 18), rest(12), rest(6), rest(0)];
  })
    .flat()
    .map((byte) => hex(byte, 2));
}

/** `text` in quotes as Go's errors about times show it: every byte that is no printable ASCII as `\xNN`. Source: Go's time/format.go quote. */
export function quoteTime(text: string): string {
  const escaped = Array.from(text, (char) =>
    /[\x20-\x7f]/.test(char)
      ? char.replace(/["\\]/, "\\$&")
      : utf8(char)
          .map((byte) => `\\x${byte}`)
          .join(""),
  );
  return `"${escaped.join("")}"`;
}

const MAX_INT64 = 2n ** 63n - 1n;

/** As `parseUintError`, of strconv.ParseInt: there may be a sign. */
export function parseIntError(text: string): string | undefined {
  const isNumber = /^[+-]?\d+$/.test(text);
  const value = isNumber ? BigInt(text.replace("+", "")) : 0n;
  if (isNumber && value <= MAX_INT64 && value >= -MAX_INT64 - 1n) return undefined;
  return `strconv.ParseInt: parsing ${goQuote(text)}: ${isNumber ? "value out of range" : "invalid syntax"}`;
}

/** What Go's strconv.ParseUint says of a text that is no unsigned integer of 64 bits; undefined where it is one. */
export function parseUintError(text: string): string | undefined {
  const isDigits = /^\d+$/.test(text);
  if (isDigits && BigInt(text) <= MAX_UINT64) return undefined;
  return `strconv.ParseUint: parsing ${goQuote(text)}: ${isDigits ? "value out of range" : "invalid syntax"}`;
}

const ASCII = /^[\x00-\x7f]*$/;

/** The length of `text` in bytes of UTF-8, which is what Go's `len` counts. */
export function byteLength(text: string): number {
  if (ASCII.test(text)) return text.length;
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
