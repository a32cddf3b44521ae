import type { Cluster } from "@kubetick/cluster";
import { formatHash, hashJson } from "@kubetick/core/pieces";
import { Walker } from "../check/walker.ts";
import { type Broken, Judge } from "../explore/judge.ts";
import { Run } from "../model/index.ts";
import { clusterAt, tell } from "../story/index.ts";
import type { World } from "../world/index.ts";
import { type ModelCode, modelWith } from "./plain-model.ts";
import { readToken } from "./token.ts";

/** A run that has been played again. */
export interface Replay {
  /** What is wrong, as it was when the token was written; undefined if nothing is any more. */
  readonly broken: Broken | undefined;
  /** The cluster as it is at the end. It can be gone on with. */
  readonly cluster: Cluster;
  /** Of the last state: the same wherever and whenever the token is played. */
  readonly hash: string;
  /** What happened, line by line. */
  readonly story: readonly string[];
}

/**
 * Plays the run of a token again. What of its model is code (components, strategies and invariants of one's own) is to be
 * passed; stock invariants and strategies are known.
 *
 * Throws a `RangeError` if the text is no token or is damaged, and an `Error` if code is missing, or the run cannot be
 * played any more because something else is possible now.
 */
export function replay(token: string, code: ModelCode = {}): Replay {
  const { model, choices, clients = [] } = readToken(token);
  if (clients.length > 0)
    throw new Error(
      `the run is one of clients (${clients.join(", ")}), whose code is to be passed: replayClients(token, { clients: […] })`,
    );
  const run = new Run(modelWith(model, code));
  const walker = new Walker(run, new Judge(run));
  for (const place of choices) {
    const choice = run.play.numbered(walker.world, place);
    if (choice === undefined)
      throw new Error(`the run cannot be played any more: at step ${walker.steps + 1} there is no choice ${place}`);
    walker.take(choice);
  }
  const { broken, choices: taken, end } = walker.ended();
  const told =
    broken === undefined ? { fault: "all invariants hold" } : { invariant: broken.invariant.name, fault: broken.fault };
  const story = tell(run, { ...told, choices: taken });
  return { broken, cluster: clusterAt(run, end), hash: hashOf(end), story };
}

/** A hash of a world that depends on nothing but what it is. */
export function hashOf(world: World): string {
  return formatHash(hashJson(world.parts.map(({ hash }) => hash)));
}
