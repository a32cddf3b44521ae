import { aggregateFieldErrors, formatFieldError, invalid } from "./field-error.ts";
import {
  allOf,
  BINARY_OPERATORS,
  type LabelMatcher,
  type LabelOperator,
  type LabelRequirement,
  requirementErrors,
  sortedByKey,
} from "./selector-requirement.ts";
import { isQualifiedName } from "./validate/names.ts";

/** Label selectors as text: `a=b,c in (d,e),!f`. Source: staging/src/k8s.io/apimachinery/pkg/labels/selector.go Lexer, Parser. */

type TokenKind =
  | "end"
  | "identifier"
  | "error"
  | ")"
  | ","
  | "!"
  | "=="
  | "="
  | ">"
  | "in"
  | "<"
  | "!="
  | "notin"
  | "(";

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** What the parser throws to itself; `parseLabelSelector` turns it into a text. */
class SelectorError extends Error {}

const END: Token = { kind: "end", text: "" };
const SYMBOLS = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"] as const satisfies readonly TokenKind[];
const WORD = /[^=!(),<> \t\r\n\0]+/y;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at];
    // The lexer takes a NUL for the end of the text.
    if (char === "\0") break;
    if (char === " " || char === "\t" || char === "\r" || char === "\n") {
      at += 1;
      continue;
    }
    const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at));
    const token = symbol === undefined ? wordAt(text, at) : { kind: symbol, text: symbol };
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push(END);
  return tokens;
}

function wordAt(text: string, at: number): Token {
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0] ?? "";
  return { kind: word === "in" || word === "notin" ? word : "identifier", text: word };
}

class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  parse(): readonly LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    if (this.peek().kind === "end") return requirements;
    if (!startsRequirement(this.peek())) fail(this.peek(), "!, identifier, or 'end of string'");
    for (;;) {
      requirements.push(this.requirement());
      const token = this.take();
      if (token.kind === "end") return requirements;
      if (token.kind !== ",") fail(token, "',' or 'end of string'");
      if (!startsRequirement(this.peek())) fail(this.peek(), "identifier after ','");
    }
  }

  private requirement(): LabelRequirement {
    try {
      const requirement = this.requirementUnchecked();
      const errors = requirementErrors(requirement);
      if (errors.length > 0) throw new SelectorError(aggregateFieldErrors(errors));
      return requirement;
    } catch (error) {
      if (error instanceof SelectorError) throw new SelectorError(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  private requirementUnchecked(): LabelRequirement {
    let token = this.take();
    const negated = token.kind === "!";
    if (negated) token = this.take();
    if (token.kind !== "identifier") fail(token, "identifier");
    const key = token.text;
    const keyErrors = isQualifiedName(key);
    // The parser has no path to name here, and Go prints a nil one.
    if (keyErrors.length > 0) throw new SelectorError(formatFieldError(invalid("<nil>", key, keyErrors.join("; "))));
    if (negated) return { key, operator: "!", values: [] };
    const next = this.peek().kind;
    if (next === "end" || next === ",") return { key, operator: "exists", values: [] };
    const operator = this.operator();
    const values = operator === "in" || operator === "notin" ? this.values() : [this.exactValue()];
    return { key, operator, values };
  }

  private operator(): LabelOperator {
    const token = this.tokens[this.position++] ?? END;
    switch (token.kind) {
      case "in":
      case "notin":
      case "=":
      case "==":
      case "!=":
        return token.kind;
      case ">":
        return "gt";
      case "<":
        return "lt";
      default:
        return fail(token, BINARY_OPERATORS.join(", "));
    }
  }

  private exactValue(): string {
    const next = this.peek().kind;
    if (next === "end" || next === ",") return "";
    const token = this.take();
    return token.kind === "identifier" ? token.text : fail(token, "identifier");
  }

  private values(): readonly string[] {
    const open = this.take();
    if (open.kind !== "(") throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.kind === ")") {
      this.take();
      return [""];
    }
    if (first.kind !== "identifier" && first.kind !== ",") fail(first, "',', ')' or identifier");
    const values = new Set<string>();
    while (this.listItem(values));
    const close = this.take();
    if (close.kind !== ")") fail(first, "')'");
    return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Reads one item or comma of a list; false where the list is at its end. An item left out is the empty value. */
  private listItem(values: Set<string>): boolean {
    const token = this.take();
    const next = this.peek();
    if (token.kind === "identifier") {
      values.add(token.text);
      if (next.kind !== "," && next.kind !== ")") fail(next, "',' or ')'");
      return next.kind === ",";
    }
    if (token.kind !== ",") fail(token, "',', or identifier");
    if (values.size === 0 || next.kind === ")" || next.kind === ",") values.add("");
    return next.kind !== ")";
  }

  /** The next token; `in` and `notin` are ordinary words here. */
  private peek(): Token {
    const token = this.tokens[this.position] ?? END;
    return token.kind === "in" || token.kind === "notin" ? { kind: "identifier", text: token.text } : token;
  }

  private take(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }
}

function startsRequirement(token: Token): boolean {
  return token.kind === "identifier" || token.kind === "!";
}

function fail(token: Token, expected: string): never {
  throw new SelectorError(`found '${token.text}', expected: ${expected}`);
}

/** The requirements of a selector given as text, sorted by key; or what is wrong with it, in the server's words. */
export function parseLabelSelector(text: string): readonly LabelRequirement[] | string {
  try {
    return sortedByKey(new Parser(text).parse());
  } catch (error) {
    if (error instanceof SelectorError) return error.message;
    throw error;
  }
}

/** Compiles a selector given as text; or what is wrong with it. */
export function labelSelectorTextMatcher(text: string): LabelMatcher | string {
  const requirements = parseLabelSelector(text);
  return typeof requirements === "string" ? requirements : allOf(requirements);
}
