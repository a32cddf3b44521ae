import { replay } from "@kubetick/testing";
import { readModelCode } from "./model-file.ts";
import type { Terminal } from "./terminal.ts";

export interface ReplayOptions {
  /** A module that exports the code which the token only names. */
  readonly model?: string;
}

/**
 * `kubetick replay TOKEN`: plays a run again. Prints its story, headed by what is broken, and the last state's hash as the
 * last line. Returns the exit code: 1 where an invariant is broken.
 *
 * @throws RangeError or Error where the token cannot be read or played, or code is missing
 */
export async function replayToken(
  token: string,
  { model }: ReplayOptions,
  { out: print }: Pick<Terminal, "out">,
): Promise<number> {
  const { broken, story, hash } = replay(token, model === undefined ? {} : await readModelCode(model));
  print(`${[...story, "", hash].join("\n")}\n`);
  return broken === undefined ? 0 : 1;
}
