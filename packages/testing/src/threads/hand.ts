import type { Hash } from "@kubetick/core/pieces";
import { Expander } from "../explore/expander.ts";
import { Judge } from "../explore/judge.ts";
import { Keys } from "../explore/keys.ts";
import { PromptSteps } from "../explore/prompt.ts";
import { Visited } from "../explore/visited.ts";
import { type Model, Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { type Batch, BatchWriter } from "./batch.ts";
import type { Level, Task } from "./protocol.ts";

/** So many states are told of at a time. */
const BATCH = 200;

/** What one thread does: takes the steps from its states of a level, and keeps the worlds to which they lead until the next. */
export class Hand {
  readonly #run: Run;
  readonly #judge: Judge;
  readonly #keys: Keys;
  readonly #prompt: PromptSteps;
  readonly #expander: Expander;
  /** The states that are no further from the start than those of the level. */
  readonly #known = new Visited();
  readonly #writer = new BatchWriter();
  /** Those that the last level's steps have led to, one after another. */
  #found: World[] = [];
  readonly #rememberedParts: number;
  /** With more parts than that there is something to forget. */
  #roomFor: number;
  #lastWay: readonly number[] = [];
  #lastWorlds: World[];

  constructor(model: Model, { nodes, partialOrder, rememberedParts }: Omit<Task, "model" | "code">) {
    this.#rememberedParts = rememberedParts;
    this.#roomFor = rememberedParts;
    this.#run = new Run(model);
    this.#judge = new Judge(this.#run);
    this.#prompt = new PromptSteps(this.#run, this.#judge.leadsTo.length > 0);
    this.#keys = new Keys(this.#run, nodes);
    this.#expander = new Expander(this.#run, this.#judge, this.#keys, this.#prompt, partialOrder);
    this.#lastWorlds = [this.#run.start];
  }

  *expand({ keys, states, ways }: Level): Generator<Batch> {
    for (let at = 0; at < keys.length; at += 2) this.#known.add(keys[at] as number, keys[at + 1] as number);
    const isKnown = ({ high, low }: Hash) => this.#known.find(high, low) >= 0;
    const before = this.#found;
    const found: World[] = [];
    this.#found = found;
    let made = 0;
    for (let at = 0; at < states.length; at += 2) {
      const kept = states[at + 1] as number;
      const world = kept < 0 ? this.#made(ways[made++] as readonly number[]) : (before[kept] as World);
      const expansion = this.#expander.expand(world, isKnown);
      for (const step of expansion.steps) found.push(step.world);
      this.#writer.add(states[at] as number, expansion);
      if (this.#run.system.parts.count > this.#roomFor) this.#forget(before, states.subarray(at + 2));
      if (this.#writer.states >= BATCH) yield this.#batch();
    }
    if (this.#writer.states > 0) yield this.#batch();
  }

  /** Forgets what is not needed for the worlds that have been found, or are still to be looked at: these states of the level. */
  #forget(before: readonly World[], states: Int32Array): void {
    const { system, play, start } = this.#run;
    const worlds = [start, ...this.#lastWorlds, ...this.#found];
    for (let at = 1; at < states.length; at += 2) {
      const kept = states[at] as number;
      if (kept >= 0) worlds.push(before[kept] as World);
    }
    play.forget(new Set(worlds.flatMap(({ parts }) => parts)));
    this.#judge.forget();
    this.#keys.retain(system.parts.all);
    this.#roomFor = Math.max(this.#rememberedParts, 2 * system.parts.count);
  }

  #batch(): Batch {
    return this.#writer.take(this.#judge.unseen.map(({ name }) => name));
  }

  /** States that come one after another were most often reached by nearly the same way. */
  #made(way: readonly number[]): World {
    let same = 0;
    while (same < way.length && way[same] === this.#lastWay[same]) same++;
    const worlds = this.#lastWorlds.slice(0, same + 1);
    let world = worlds[same] as World;
    for (const place of way.slice(same)) {
      world = this.#prompt.after(world, this.#run.choices(world)[place] as Choice);
      worlds.push(world);
    }
    this.#lastWay = way;
    this.#lastWorlds = worlds;
    return world;
  }
}
