import { KubectlError } from "../../command-error.ts";
import type { Path, Step, Template } from "./nodes.ts";

const QUOTED_KEY = /^'([^']*)'$/;
const SLICE = /^(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?$/;
const COMPARISON = /^([^!<>=]+)([!<>=]+)(.+?)$/;
const TERMINATOR = /[ \t\r\n.,[\]$@{}]/;

/**
 * Parses a jsonpath template. Throws a KubectlError with kubectl's words.
 *
 * Source: client-go/util/jsonpath/parser.go.
 */
export function parseTemplate(text: string): Template {
  const template: (string | Path)[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{", at);
    if (open < 0) return [...template, text.slice(at)];
    if (open > at) template.push(text.slice(at, open));
    const parser = new PathParser(text, open + 1);
    template.push(parser.untilBrace());
    at = parser.at;
  }
  return template;
}

export function parsePath(text: string): Path {
  return new PathParser(`${text}}`, 0).untilBrace();
}

class PathParser {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  untilBrace(): Path {
    const steps: Step[] = [];
    for (;;) {
      const char = this.#text[this.at];
      if (char === undefined || char === "\n" || char === "\r") throw new KubectlError("unclosed action");
      if (char === "}") {
        this.at++;
        return steps;
      }
      const last = steps.at(-1);
      steps.push(...this.#steps(char, last));
    }
  }

  #steps(char: string, last: Step | undefined): readonly Step[] {
    if (this.#text.startsWith("[?(", this.at)) return [this.#filter()];
    if (this.#text.startsWith("..", this.at)) return this.#recursive(last);
    if (char === " " || char === "@" || char === "$") {
      this.at++;
      return [];
    }
    if (char === "[") return this.#brackets();
    if (char === '"' || char === "'") return [{ type: "literal", value: this.#quoted(char) }];
    if (char === ".") {
      this.at++;
      return [this.#field()];
    }
    if (/[-+0-9]/.test(char)) return [{ type: "literal", value: this.#number() }];
    if (/[\p{L}\p{N}_]/u.test(char)) return [this.#word()];
    const code = char.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
    throw new KubectlError(`unrecognized character in action: U+${code} '${char}'`);
  }

  #recursive(last: Step | undefined): readonly Step[] {
    if (last?.type === "recursive") throw new KubectlError("invalid multiple recursive descent");
    this.at += 2;
    const next = this.#text[this.at];
    const step: Step = { type: "recursive" };
    return next !== undefined && /[\p{L}\p{N}_]/u.test(next) ? [step, this.#field()] : [step];
  }

  #field(): Step {
    let name = "";
    for (; this.at < this.#text.length; this.at++) {
      const char = this.#text[this.at] as string;
      if (char === "\\") name += this.#text[++this.at] ?? "";
      else if (TERMINATOR.test(char)) break;
      else name += char;
    }
    return name === "*" ? { type: "wildcard" } : { type: "field", name };
  }

  #word(): Step {
    const start = this.at;
    while (this.at < this.#text.length && !TERMINATOR.test(this.#text[this.at] as string)) this.at++;
    const word = this.#text.slice(start, this.at);
    if (word === "true" || word === "false") return { type: "literal", value: word === "true" };
    return { type: "identifier", name: word };
  }

  #number(): number {
    const match = /^[-+]?[0-9.]*/.exec(this.#text.slice(this.at))?.[0] ?? "";
    this.at += match.length;
    const value = Number(match);
    if (match === "" || Number.isNaN(value)) throw new KubectlError(`cannot parse number ${match}`);
    return value;
  }

  #quoted(quote: string): string {
    const start = this.at;
    for (this.at++; this.#text[this.at] !== quote || this.#text[this.at - 1] === "\\"; this.at++) {
      if (this.at >= this.#text.length || this.#text[this.at] === "\n")
        throw new KubectlError("unterminated quoted string");
    }
    this.at++;
    return unquote(this.#text.slice(start + 1, this.at - 1));
  }

  #brackets(): readonly Step[] {
    const close = this.#text.indexOf("]", this.at);
    if (close < 0 || this.#text.slice(this.at, close).includes("\n")) throw new KubectlError("unterminated array");
    const text = this.#text.slice(this.at + 1, close);
    this.at = close + 1;
    const parts = text.split(",");
    if (parts.length > 1) {
      return [{ type: "union", paths: parts.map((part) => parsePath(`[${part.trim()}]`)) }];
    }
    const key = QUOTED_KEY.exec(text)?.[1];
    if (key !== undefined) return parsePath(`.${key}`);
    return [slice(text === "*" ? ":" : text)];
  }

  #filter(): Step {
    const start = this.at + "[?(".length;
    let quote: string | undefined;
    for (this.at = start; ; this.at++) {
      const char = this.#text[this.at];
      if (char === undefined || char === "\n") throw new KubectlError("unterminated filter");
      if (quote === undefined && (char === '"' || char === "'")) quote = char;
      else if (char === quote && this.#text[this.at - 1] !== "\\") quote = undefined;
      else if (char === ")" && quote === undefined) break;
    }
    const text = this.#text.slice(start, this.at);
    if (this.#text[++this.at] !== "]") throw new KubectlError("unclosed array expect ]");
    this.at++;
    const match = COMPARISON.exec(text);
    if (match === null) return { type: "filter", left: parsePath(text), operator: "exists", right: [] };
    const [, left = "", operator = "", right = ""] = match;
    return { type: "filter", left: parsePath(left), operator, right: parsePath(right) };
  }
}

function slice(text: string): Step {
  const match = SLICE.exec(text);
  if (match === null) throw new KubectlError(`invalid array index ${text}`);
  const [, first = "", second, third] = match;
  const number = (part: string | undefined) => (part === undefined || part === "" ? {} : { value: Number(part) });
  const start = number(first).value;
  const end = number(second?.slice(1)).value;
  const step = number(third?.slice(1)).value;
  return {
    type: "slice",
    one: second === undefined,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(step === undefined ? {} : { step }),
  };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
]);

function unquote(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ESCAPES.get(char) ?? char);
}
