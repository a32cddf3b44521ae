import type { Json } from "@kubetick/core";
import { compare } from "./labels.ts";

/** An object with its keys in order, as Go writes maps. Reads own keys only. */
export function sortKeys(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return (value ?? null) as Json;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined);
  entries.sort(([a], [b]) => compare(a, b));
  return Object.fromEntries(entries.map(([key, v]) => [key, sortKeys(v)]));
}

/** JSON as kubectl prints it: keys in order, four spaces. Source: cli-runtime/pkg/printers/json.go. */
export function toJson(value: unknown): string {
  return `${escapeHtml(writeJson(value, "    ", ""))}\n`;
}

/** The same on one line, as watch events and jsonpath print objects. */
export function toJsonLine(value: unknown): string {
  return escapeHtml(writeJson(value, undefined, ""));
}

/** Written by hand because JavaScript objects put keys such as `1` first, whatever their order. */
function writeJson(value: unknown, indent: string | undefined, at: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const inner = indent === undefined ? "" : at + indent;
  const items = Array.isArray(value)
    ? value.map((item) => writeJson(item, indent, inner))
    : Object.entries(value)
        .filter(([, v]) => v !== undefined)
        .sort(([a], [b]) => compare(a, b))
        .map(([key, v]) => `${JSON.stringify(key)}:${indent === undefined ? "" : " "}${writeJson(v, indent, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (items.length === 0) return open + close;
  return indent === undefined
    ? `${open}${items.join(",")}${close}`
    : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${at}${close}`;
}

/** Go's encoder writes these as escapes, so that JSON can stand in HTML. */
function escapeHtml(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
