import { differenceOf } from "./check.ts";
import { WalkthroughError } from "./document.ts";
import type { Played } from "./player.ts";

/** A console block: what the fence stands behind (of a list or a quotation), the fence, and what is between the fences. */
const CONSOLE_BLOCK = /^([ \t>]*)(`{3,}|~{3,})( *console\b.*\n)([\s\S]*?)^\1\2[ \t]*$/gm;

/**
 * A walkthrough's text with the outputs in it: each block keeps what it shows if that is right, elisions included.
 *
 * @throws WalkthroughError where a block is written in a way that this cannot rewrite
 */
export function withOutputs(markdown: string, played: readonly Played[]): string {
  const left = [...played];
  const lineEnd = markdown.includes("\r\n") ? "\r\n" : "\n";
  const updated = markdown
    .replaceAll("\r\n", "\n")
    .replace(CONSOLE_BLOCK, (block, indent: string, fence: string, info: string, content: string): string => {
      const commands = content.split("\n").filter((line) => line.startsWith(`${indent}$ `));
      // A block that is itself shown as an example was not played.
      if (!commands.every((line, at) => line === `${indent}${left[at]?.source[0]}`)) return block;
      const lines = left.splice(0, commands.length).flatMap(shown);
      return [
        `${indent}${fence}${info}`,
        ...lines.map((line) => `${`${indent}${line}`.trimEnd()}\n`),
        indent,
        fence,
      ].join("");
    });
  if (left[0] !== undefined)
    throw new WalkthroughError(
      `the fences of this command's block are not at the start of their lines: ${left[0].command}`,
    );
  return lineEnd === "\n" ? updated : updated.replaceAll("\n", lineEnd);
}

function shown(played: Played): readonly string[] {
  const output = differenceOf(played) === undefined ? played.expected.join("\n") : played.output;
  const lines = output.split("\n").map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  return [...played.source, ...lines];
}
