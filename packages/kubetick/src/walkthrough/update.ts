import { differenceOf } from "./check.ts";
import type { Played } from "./player.ts";

const CONSOLE_BLOCK = /(^```console\n)([\s\S]*?)(^```$)/gm;

/** A walkthrough's text with the outputs in it: each block keeps what it shows if that is right, elisions included. */
export function withOutputs(markdown: string, played: readonly Played[]): string {
  const left = [...played];
  return markdown.replace(CONSOLE_BLOCK, (_, open: string, content: string, close: string) => {
    const commands = content.split("\n").filter((line) => line.startsWith("$ ")).length;
    return open + left.splice(0, commands).map(shown).join("") + close;
  });
}

function shown(played: Played): string {
  const output = differenceOf(played) === undefined ? played.expected.join("\n") : played.output;
  const lines = output.split("\n").map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  return [`$ ${played.command}`, ...lines].map((line) => `${line}\n`).join("");
}
