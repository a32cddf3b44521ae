import { plainModel } from "../replay/plain-model.ts";
import { writeToken } from "../replay/token.ts";
import type { ClientsCounterexample } from "./options.ts";
import type { Setting } from "./setting.ts";
import { tellRun } from "./tell.ts";
import { ClientWalker } from "./walker.ts";

/** An invariant of a model does not hold for its clients. */
export class ClientsCheckFailedError extends Error {
  override readonly name = "CheckFailedError";
  readonly invariant: string;
  readonly fault: string;
  /** Plays the run again: `replayClients(token, { clients })`. */
  readonly token: string;
  /** A test that fails as long as the run does. */
  readonly regressionTest: string;
  readonly counterexample: ClientsCounterexample;
  /** What happened, line by line. */
  readonly story: readonly string[];

  constructor(counterexample: ClientsCounterexample, token: string, story: readonly string[]) {
    const test = regressionTest(counterexample.invariant, token);
    super([...story, "", test].join("\n"));
    this.invariant = counterexample.invariant;
    this.fault = counterexample.fault;
    this.token = token;
    this.regressionTest = test;
    this.counterexample = counterexample;
    this.story = story;
  }
}

/** Plays a run that fails once more, to tell it. */
export async function failureOf(
  setting: Setting,
  counterexample: ClientsCounterexample,
): Promise<ClientsCheckFailedError> {
  const { invariant, fault, places, shrunkFrom } = counterexample;
  const walker = await ClientWalker.begin(setting);
  try {
    for (const place of places) await walker.take(place);
    const shrunk = shrunkFrom === undefined ? "" : `, shrunk from ${shrunkFrom}`;
    const story = tellRun(`${invariant}: ${fault} (at step ${places.length}${shrunk})`, walker.run);
    return new ClientsCheckFailedError(counterexample, tokenOfClients(setting, places), story);
  } finally {
    walker.close();
  }
}

/** A text that plays a run again wherever the code of its clients is. */
function tokenOfClients({ model, clients }: Setting, places: readonly number[]): string {
  const { faults, ...rest } = model;
  const plain = { ...plainModel(rest), ...(faults === undefined ? {} : { faults }) };
  return writeToken({ model: plain, clients: clients.map(({ name }) => name), choices: places });
}

function regressionTest(invariant: string, token: string): string {
  return [
    `test("${invariant} holds", async () => {`,
    `  const { broken } = await replayClients("${token}", { clients });`,
    "  expect(broken).toBeUndefined();",
    "});",
  ].join("\n");
}
