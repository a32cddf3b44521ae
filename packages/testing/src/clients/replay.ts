import { hashState } from "@kubetick/core";
import type { Replay } from "../replay/index.ts";
import { type ModelCode, modelWith } from "../replay/plain-model.ts";
import { readToken } from "../replay/token.ts";
import type { Client } from "./model.ts";
import { Setting } from "./setting.ts";
import { tellRun } from "./tell.ts";
import { ClientWalker } from "./walker.ts";

/** The code that a token of a run with clients only names. */
export interface ClientsCode extends ModelCode {
  readonly clients: readonly Client[];
}

/**
 * Plays the run of a token again, with clients. Their code, and what of the model is code, is to be passed; stock invariants
 * and strategies are known.
 *
 * Rejects with a `RangeError` if the text is no token or is damaged, and with an `Error` if code is missing, or the run cannot
 * be played any more because something else is possible now.
 */
export async function replayClients(token: string, { clients, ...code }: ClientsCode): Promise<Replay> {
  const recording = readToken(token);
  const model = modelWith(recording.model, code);
  const setting = new Setting(
    model,
    (recording.clients ?? []).map((name) => clientNamed(name, clients)),
  );
  const walker = await ClientWalker.begin(setting);
  try {
    for (const place of recording.choices) await walker.take(place);
    const { run } = walker;
    const broken = walker.ended();
    const heading = broken === undefined ? "all invariants hold" : `${broken.invariant.name}: ${broken.fault}`;
    return {
      broken,
      cluster: setting.clusterAt(run.state),
      hash: hashState(run.state),
      story: tellRun(`${heading} (at step ${walker.places.length})`, run),
    };
  } finally {
    walker.close();
  }
}

function clientNamed(name: string, clients: readonly Client[]): Client {
  const found = clients.find((client) => client.name === name);
  if (found === undefined)
    throw new Error(`the run needs the client "${name}", whose code is not in the token: pass it`);
  return found;
}
