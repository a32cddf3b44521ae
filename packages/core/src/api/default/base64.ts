import { forEachByte } from "../../components/shared/utf8.ts";

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The UTF-8 bytes of a text in base64, with padding. */
export function base64(text: string): string {
  const bytes: number[] = [];
  forEachByte(text, (byte) => bytes.push(byte));
  let encoded = "";
  for (let at = 0; at < bytes.length; at += 3) encoded += ofThree(bytes.slice(at, at + 3));
  return encoded;
}

function ofThree([first = 0, second, third]: readonly number[]): string {
  const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0);
  const digits = [18, 12, 6, 0].map((shift) => DIGITS.charAt((bits >> shift) & 63)).join("");
  return second === undefined ? `${digits.slice(0, 2)}==` : third === undefined ? `${digits.slice(0, 3)}=` : digits;
}
