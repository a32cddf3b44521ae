import { Lexer } from "yaml";

/** What the lexer puts before the text of a plain or block scalar. */
const SCALAR = "\u001f";
/** What it says between the pieces of the text: they are no part of it. */
const MARKS: ReadonlySet<string> = new Set(["\u0002", "\u0018", SCALAR]);

const CLOSED = /^(?:'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*")$/;
const REST = { "'": /(?:[^']|'')*/y, '"': /(?:[^"\\]|\\[\s\S])*/y } as const;

/**
 * A text between quotes may go on in lines that are indented less than YAML's specification wants: Go's library, and so
 * kubectl, does not look. Such are the manifests that some generators write. Returns the text with the lines of the first
 * such scalar indented (which means nothing between quotes); undefined where there is none.
 *
 * Source: sigs.k8s.io/yaml/goyaml.v2 scannerc.go yaml_parser_scan_flow_scalar.
 */
export function withIndentedQuotes(text: string): string | undefined {
  let start = 0;
  let before = "";
  for (const piece of new Lexer().lex(text)) {
    const quote = piece[0];
    if ((quote === "'" || quote === '"') && before !== SCALAR && !CLOSED.test(piece))
      return indented(text, start, start + piece.length, REST[quote]);
    if (!MARKS.has(piece)) start += piece.length;
    before = piece;
  }
  return undefined;
}

/** `rest` finds the closing quote of the scalar that starts at `start`, and that the lexer left at the end of a line. */
function indented(text: string, start: number, left: number, rest: RegExp): string | undefined {
  rest.lastIndex = start + 1;
  rest.test(text);
  const end = rest.lastIndex;
  if (end >= text.length || left >= end) return undefined;
  const indent = " ".repeat(deepestIndent(text) + 1);
  return text.slice(0, start) + text.slice(start, end).replaceAll("\n", `\n${indent}`) + text.slice(end);
}

function deepestIndent(text: string): number {
  let deepest = 0;
  for (const [spaces] of text.matchAll(/^ +/gm)) deepest = Math.max(deepest, spaces.length);
  return deepest;
}
