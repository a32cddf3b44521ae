import type { Environment } from "./editor.ts";

/** What the command `kubetick` has around it. */
export interface Terminal {
  /** Writes to standard output, as it is. */
  readonly out: (text: string) => void;
  /** Writes to standard error, as it is. */
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => string;
  readonly environment: Environment;
  /** How wide the terminal is that standard error is; undefined where it is none. */
  readonly columns?: number | undefined;
  /** Calls the listener when somebody presses Ctrl-C, or asks otherwise to end; the second time it ends at once. */
  readonly onInterrupt?: (listener: () => void) => void;
}
