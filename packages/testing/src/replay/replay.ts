import type { Cluster } from "@kubetick/cluster";
import { formatHash, hashJson } from "@kubetick/core/pieces";
import { Walker } from "../check/walker.ts";
import { type Broken, Judge } from "../explore/judge.ts";
import { COMES_TO_REST, unrestFrom, unresting } from "../explore/parts.ts";
import { Run } from "../model/index.ts";
import { clusterAt, tell } from "../story/index.ts";
import type { Choice, World } from "../world/index.ts";
import { type ModelCode, modelWith } from "./plain-model.ts";
import { readToken } from "./token.ts";
import { brokenByLoop, brokenByOther, brokenEndlessly } from "./verdict.ts";

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
  const { model, clients = [], ...recording } = readToken(token);
  if (clients.length > 0)
    throw new Error(
      `the run is one of clients (${clients.join(", ")}), whose code is to be passed: replayClients(token, { clients: […] })`,
    );
  const run = new Run(modelWith(model, code));
  const walker = new Walker(run, new Judge(run));
  const choices = played(run, run.start, recording.choices, (choice) => walker.take(choice));
  const { broken: ofRun, end } = walker.ended();
  const loop = recording.loop && played(run, end, recording.loop);
  const other = recording.other && played(run, run.start, recording.other);
  const { alone = 0 } = recording;
  const unrest = ofRun === undefined && alone > 0 ? unrestFrom(run, end, alone) : undefined;
  const broken =
    ofRun ??
    (unrest && brokenEndlessly(unrest.fault)) ??
    (loop && brokenByLoop(run, end, loop)) ??
    (other && brokenByOther(run, end, choices, other));
  const told =
    broken === undefined
      ? { fault: "all invariants hold" }
      : { invariant: broken.invariant.name, fault: broken.fault, ...(loop && { loop }), ...(other && { other }) };
  const story = tell(run, { choices, ...told, ...(unrest && unresting(COMES_TO_REST, choices, unrest)) });
  return { broken, cluster: clusterAt(run, end), hash: hashOf(end), story };
}

function played(
  run: Run,
  start: World,
  numbers: readonly number[],
  take: (choice: Choice) => void = () => {},
): readonly Choice[] {
  const choices: Choice[] = [];
  let world = start;
  for (const number of numbers) {
    const choice = run.play.numbered(world, number);
    if (choice === undefined)
      throw new Error(`the run cannot be played any more: at step ${choices.length + 1} there is no choice ${number}`);
    take(choice);
    choices.push(choice);
    world = run.step(world, choice);
  }
  return choices;
}

/** A hash of a world that depends on nothing but what it is. */
export function hashOf(world: World): string {
  return formatHash(hashJson(world.parts.map(({ hash }) => hash)));
}
