import { lexer, type Token, type Tokens } from "marked";
import { parse } from "yaml";
import { checkDirectives, type Directives } from "./directives.ts";

/** A part of a walkthrough that the player acts on. */
export type Part =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "directives"; readonly directives: Directives }
  | { readonly type: "console"; readonly commands: readonly ConsoleCommand[] };

/** A command of a console block, and the output that the document shows below it. */
export interface ConsoleCommand {
  readonly command: string;
  /** The lines in which the document writes it: `$ ` and all. */
  readonly source: readonly string[];
  readonly expected: readonly string[];
}

/** Says what is wrong with a walkthrough. */
export class WalkthroughError extends Error {
  override readonly name = "WalkthroughError";
}

const DIRECTIVES = /^<!--\s*kubetick\s*\n([\s\S]*?)-->\s*$/;

/**
 * The parts of a walkthrough: Markdown, in which blocks of the language `console` hold commands after `$ `, and comments that
 * start with `kubetick` hold directives, as YAML.
 */
export function parseWalkthrough(markdown: string): readonly Part[] {
  return lexer(markdown).flatMap(partOf);
}

function partOf(token: Token): Part[] {
  if (isConsole(token)) return [{ type: "console", commands: parseConsole(token.text) }];
  if (token.type === "html") {
    const directives = DIRECTIVES.exec((token as Tokens.HTML).raw.trim());
    return directives === null ? [] : [{ type: "directives", directives: parseDirectives(directives[1] as string) }];
  }
  const inside = innerTokens(token).flatMap(partOf);
  return inside.some((part) => part.type !== "text") ? inside : [{ type: "text", text: token.raw }];
}

function isConsole(token: Token): token is Tokens.Code {
  return token.type === "code" && /^console(\s|$)/.test((token as Tokens.Code).lang ?? "");
}

/** The blocks inside of a list or a quotation: the steps of a walkthrough may be numbered. */
function innerTokens(token: Token): readonly Token[] {
  if (token.type === "list") return (token as Tokens.List).items.flatMap((item) => item.tokens);
  return token.type === "blockquote" ? ((token as Tokens.Blockquote).tokens ?? []) : [];
}

function parseDirectives(text: string): Directives {
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new WalkthroughError(`the directives are no YAML: ${(error as Error).message}\n${text}`);
  }
  return checkDirectives(value);
}

function parseConsole(text: string): readonly ConsoleCommand[] {
  const commands: { command: string; source: string[]; expected: string[] }[] = [];
  let continued = false;
  for (const line of text.split("\n")) {
    const last = commands.at(-1);
    if (continued && last) {
      last.command = `${last.command.slice(0, -1)}${line.replace(/^> /, "")}`;
      last.source.push(line);
    } else if (line.startsWith("$ ")) commands.push({ command: line.slice(2), source: [line], expected: [] });
    else if (last) last.expected.push(line);
    else throw new WalkthroughError(`a console block starts with a command after "$ ", not with: ${line}`);
    continued = commands.at(-1)?.command.endsWith("\\") === true && (line.startsWith("$ ") || continued);
  }
  return commands;
}
