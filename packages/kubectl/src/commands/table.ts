import type { CommandEntry } from "../command.ts";

/** The commands that the simulation has. */
export const COMMANDS: readonly CommandEntry[] = [];
