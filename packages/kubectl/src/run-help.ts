import type { Flag } from "./args.ts";
import type { Command, CommandEntry, CommandGroup } from "./command.ts";

/** Help in few words: kubectl's own pages are its documentation's, not ours. */
export function rootHelp(commands: readonly CommandEntry[]): string {
  const names = commands.map((command) => `  ${command.name}\n`).join("");
  return `kubectl, simulated by kubetick.\n\nAvailable Commands:\n${names}\nUsage:\n  kubectl COMMAND [options]\n`;
}

export function groupHelp(group: CommandGroup, path: string): string {
  const names = group.commands.map((command) => `  ${command.name}\n`).join("");
  return `${group.short}\n\nAvailable Commands:\n${names}\nUsage:\n  ${path} SUBCOMMAND [options]\n`;
}

export function commandHelp(command: Command, path: string): string {
  const options = command.flags.map(flagLine).join("");
  return `Usage:\n  ${path} [options]\n\nOptions:\n${options}`;
}

function flagLine(flag: Flag): string {
  const short = flag.short === undefined ? "    " : `-${flag.short}, `;
  const initial = flag.kind === "string" ? `'${flag.initial}'` : flag.initial.replace("...", "");
  return `    ${short}--${flag.name}=${initial}\n`;
}
