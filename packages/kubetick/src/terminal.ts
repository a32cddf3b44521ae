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
}
