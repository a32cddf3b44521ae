import { type Replay, readToken, replay } from "@kubetick/testing";
import { replayClients } from "@kubetick/testing/clients";
import { readClients, readModelCode } from "./model-file.ts";
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
  const { broken, story, hash } = await played(token, model);
  print(`${[...story, "", hash].join("\n")}\n`);
  return broken === undefined ? 0 : 1;
}

async function played(token: string, model: string | undefined): Promise<Replay> {
  const code = model === undefined ? {} : await readModelCode(model);
  const { clients = [] } = readToken(token);
  if (clients.length === 0) return replay(token, code);
  if (model === undefined)
    throw new Error(
      `the run is one of clients (${clients.join(", ")}): name the module that exports them as "clients", with --model FILE`,
    );
  return replayClients(token, { ...code, clients: await readClients(model) });
}
