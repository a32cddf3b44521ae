import { readsAsString } from "./resolve.ts";

export type ScalarStyle = "plain" | "single" | "double" | "literal";

/**
 * How a string is written: as it stands if it may be, quoted otherwise, and as a block where it has several lines.
 *
 * Source: go.yaml.in/yaml/v2 encode.go stringv, emitterc.go yaml_emitter_select_scalar_style.
 */
export function scalarStyle(text: string, isKey: boolean): ScalarStyle {
  const is = analyze(text);
  if (text.includes("\n")) return is.blockAllowed && !isKey ? "literal" : "double";
  if (!readsAsString(text)) return "double";
  if (is.plainAllowed) return "plain";
  return is.singleQuotedAllowed ? "single" : "double";
}

const STARTS_WITH_INDICATOR = /^(---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[?:](?=[ \t]|$)|-(?=[ \t]|$))/;
const CONTAINS_INDICATOR = /:(?=[ \t]|$)|[ \t\r\n\u0085\u2028\u2029\0]#/;
const BREAK = /[\r\n\u0085\u2028\u2029]/;

/** Source: go.yaml.in/yaml/v2 emitterc.go yaml_emitter_analyze_scalar. */
function analyze(text: string) {
  const special = hasSpecialCharacters(text) || / [\r\n\u0085\u2028\u2029]/.test(text);
  const breakSpace = /[\r\n\u0085\u2028\u2029] /.test(text);
  const edgeBlank = /^[ \r\n\u0085\u2028\u2029]|[ \r\n\u0085\u2028\u2029]$/.test(text);
  const indicators = STARTS_WITH_INDICATOR.test(text) || CONTAINS_INDICATOR.test(text);
  return {
    plainAllowed: !special && !breakSpace && !edgeBlank && !indicators && !BREAK.test(text),
    singleQuotedAllowed: !special && !breakSpace,
    blockAllowed: !special && !text.endsWith(" "),
  };
}

function hasSpecialCharacters(text: string): boolean {
  for (const char of text) if (!isPrintable(char)) return true;
  return false;
}

/** Source: go.yaml.in/yaml/v2 yamlprivateh.go is_printable, which leaves out the tab and all beyond the basic plane. */
export function isPrintable(char: string): boolean {
  const code = char.codePointAt(0) as number;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code > 0xfffd || code === 0xfeff) return false;
  return code < 0xd800 || code > 0xdfff;
}
