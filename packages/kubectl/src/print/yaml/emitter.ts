import { utf8Length } from "../bytes.ts";
import { compareKeys } from "./key-order.ts";
import { isPrintable, type ScalarStyle, scalarStyle } from "./scalar-style.ts";

/** Lines are folded at the first space beyond this. Source: go.yaml.in/yaml/v2 emitterc.go best_width. */
const BEST_WIDTH = 80;
const INDENT = 2;
/** A longer key is written with `? `, in bytes. Source: emitterc.go yaml_emitter_check_simple_key. */
const LONGEST_SIMPLE_KEY = 128;

/**
 * YAML as kubectl prints it, byte for byte: keys in natural order, sequences not indented, long lines folded.
 *
 * Written by hand because no setting of the `yaml` package folds and quotes as sigs.k8s.io/yaml does.
 */
export function toYaml(value: unknown): string {
  const emitter = new Emitter();
  emitter.node(value, -INDENT, "root");
  return emitter.finish();
}

type Place = "root" | "value" | "item";

class Emitter {
  #lines: string[] = [];
  #line = "";
  #column = 0;

  finish(): string {
    this.#newLine();
    return `${this.#lines.join("\n")}\n`;
  }

  /** `indent` is the parent's. */
  node(value: unknown, indent: number, place: Place): void {
    if (Array.isArray(value) && value.length > 0) this.#sequence(value, indent, place);
    else if (isMapping(value) && Object.keys(value).length > 0) this.#mapping(value, indent, place);
    else this.#scalar(value, indent, place);
  }

  #sequence(items: readonly unknown[], indent: number, place: Place): void {
    // A sequence in a mapping stands at the mapping's own indentation.
    const own = place === "value" ? indent : indent + INDENT;
    for (const [i, item] of items.entries()) {
      if (place === "value" || i > 0) this.#indentTo(own);
      else if (place === "item") this.#put(" ");
      this.#put("-");
      this.node(item, own, "item");
    }
  }

  #mapping(mapping: Readonly<Record<string, unknown>>, indent: number, place: Place): void {
    const own = indent + INDENT;
    const keys = Object.keys(mapping).filter((key) => mapping[key] !== undefined);
    for (const [i, key] of keys.sort(compareKeys).entries()) {
      if (place === "value" || i > 0) this.#indentTo(own);
      else if (place === "item") this.#put(" ");
      if (isSimpleKey(key)) {
        this.#text(key, own, scalarStyle(key, true), false);
        this.#put(":");
      } else {
        this.#put("? ");
        this.#text(key, own + INDENT, scalarStyle(key, false), true);
        this.#indentTo(own);
        this.#put(":");
      }
      this.node(mapping[key], own, "value");
    }
  }

  #scalar(value: unknown, indent: number, place: Place): void {
    if (place !== "root") this.#put(" ");
    if (typeof value === "string") this.#text(value, indent + INDENT, scalarStyle(value, false), true);
    else if (typeof value === "number") this.#put(numberText(value));
    else if (typeof value === "boolean") this.#put(String(value));
    else this.#put(Array.isArray(value) ? "[]" : isMapping(value) ? "{}" : "null");
  }

  #text(text: string, indent: number, style: ScalarStyle, mayFold: boolean): void {
    if (style === "literal") this.#literal(text, indent);
    else if (style === "double") this.#doubleQuoted(text, indent, mayFold);
    else if (style === "single") this.#singleQuoted(text, indent, mayFold);
    else this.#flowing(text, indent, mayFold, false);
  }

  #singleQuoted(text: string, indent: number, mayFold: boolean): void {
    this.#put("'");
    this.#flowing(text, indent, mayFold, true);
    this.#put("'");
  }

  /** Plain and single-quoted text: a line is broken at a single space beyond the width. */
  #flowing(text: string, indent: number, mayFold: boolean, quoted: boolean): void {
    const chars = [...text];
    for (const [i, char] of chars.entries()) {
      const isLoneSpace = char === " " && chars[i - 1] !== " " && chars[i + 1] !== " ";
      const inside = !quoted || (i > 0 && i < chars.length - 1);
      if (isLoneSpace && mayFold && inside && this.#column > BEST_WIDTH) this.#indentTo(indent);
      else this.#put(quoted && char === "'" ? "''" : char);
    }
  }

  #doubleQuoted(text: string, indent: number, mayFold: boolean): void {
    this.#put('"');
    const chars = [...text];
    for (const [i, char] of chars.entries()) {
      const inside = i > 0 && i < chars.length - 1;
      if (char === " " && chars[i - 1] !== " " && mayFold && inside && this.#column > BEST_WIDTH) {
        this.#indentTo(indent);
        if (chars[i + 1] === " ") this.#put("\\");
      } else this.#put(escapeChar(char));
    }
    this.#put('"');
  }

  #literal(text: string, indent: number): void {
    const chomp = text.endsWith("\n") ? (text === "\n" || text.endsWith("\n\n") ? "+" : "") : "-";
    this.#put(`|${/^[ \n]/.test(text) ? INDENT : ""}${chomp}`);
    const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
    for (const line of lines) {
      this.#newLine();
      if (line !== "") this.#put(" ".repeat(Math.max(indent, 0)) + line);
    }
  }

  #indentTo(indent: number): void {
    this.#newLine();
    this.#put(" ".repeat(Math.max(indent, 0)));
  }

  #newLine(): void {
    this.#lines.push(this.#line);
    this.#line = "";
    this.#column = 0;
  }

  #put(text: string): void {
    this.#line += text;
    for (const _ of text) this.#column++;
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSimpleKey(key: string): boolean {
  return !/[\r\n\u0085\u2028\u2029]/.test(key) && utf8Length(key) <= LONGEST_SIMPLE_KEY;
}

/** Go's strconv.FormatFloat(value, 'g', -1, 64) for what is not a whole number. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 21) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\0", "0"],
  ["\u0007", "a"],
  ["\b", "b"],
  ["\t", "t"],
  ["\n", "n"],
  ["\v", "v"],
  ["\f", "f"],
  ["\r", "r"],
  ["\u001b", "e"],
  ['"', '"'],
  ["\\", "\\"],
  ["\u0085", "N"],
  ["\u2028", "L"],
  ["\u2029", "P"],
]);

function escapeChar(char: string): string {
  const short = ESCAPES.get(char);
  if (short !== undefined) return `\\${short}`;
  if (isPrintable(char)) return char;
  const code = char.codePointAt(0) as number;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
