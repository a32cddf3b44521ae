import { exploreClients } from "./explore.ts";
import { failureOf } from "./failure.ts";
import type { ClientModel } from "./model.ts";
import type { CheckClientsOptions, ClientsReport } from "./options.ts";
import { checkClientsRandomly } from "./random.ts";
import { Setting } from "./setting.ts";

/**
 * Checks that a model's invariants hold while clients work on its cluster: ordinary programs that talk to the API server, such
 * as controllers written with @kubernetes/client-node. Their requests, their news and their timers are steps, so that they
 * are interleaved with the cluster's, and with what people do and what goes wrong.
 *
 * Rejects with a `ClientsCheckFailedError` where an invariant does not hold, and with a `RangeError` where clients are missing
 * or have one name.
 *
 * @example
 * const clients = [{ name: "my-controller", start: (host) => startController(connect(new KubeConfig(), host)) }];
 * await checkClients(model, { clients, by: "random", runs: 200 });
 * await checkClients(model, { clients, by: "explore", departures: 3 });
 */
export async function checkClients(model: ClientModel, options: CheckClientsOptions): Promise<ClientsReport> {
  const setting = new Setting(model, options.clients);
  if (options.by === "random") {
    const { counterexample, ...rest } = await checkClientsRandomly(setting, options);
    if (counterexample !== undefined) throw await failureOf(setting, counterexample);
    return { by: "random", ...rest };
  }
  const { counterexample, ...rest } = await exploreClients(setting, options);
  if (counterexample !== undefined) throw await failureOf(setting, counterexample);
  return { by: "explore", ...rest };
}
