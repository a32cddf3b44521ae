import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { takerOf } from "./takers.ts";

/**
 * Who has a turn next in a run that is left alone: nobody from outside does anything, and nothing goes wrong any more. Of all
 * who can take a step it is who has waited for one the longest, so that everybody gets their turn, late informers and second
 * leaders, too.
 */
export class Turns {
  readonly #run: Run;
  /** Who waits, the longest first. */
  #queue: readonly string[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  /** What happens in a world; undefined where nothing does any more. */
  next(world: World): Choice | undefined {
    const choices = new Map<string, Choice>();
    for (const choice of this.#choices(world)) {
      const turn = turnOf(choice);
      if (!choices.has(turn)) choices.set(turn, choice);
    }
    const [first, ...others] = new Set([...this.#queue.filter((turn) => choices.has(turn)), ...choices.keys()]);
    this.#queue = others;
    return first === undefined ? undefined : choices.get(first);
  }

  /** Names who waits, and for how long compared with the others: with a world, it says how all goes on. */
  get name(): string {
    return this.#queue.join("\n");
  }

  #choices(world: World): readonly Choice[] {
    const { leaders } = this.#run.system.surroundingsOf(world);
    const own = this.#run.play.ownChoices(world);
    return [...own, ...leaders.map((component): Choice => ({ do: "stepDown", component }))];
  }
}

/** So many steps of a run that is left alone. */
export function leftAlone(run: Run, from: World, steps: number): readonly Choice[] {
  const turns = new Turns(run);
  const choices: Choice[] = [];
  let world = from;
  for (let choice = turns.next(world); choice !== undefined && choices.length < steps; choice = turns.next(world)) {
    choices.push(choice);
    world = run.step(world, choice);
  }
  return choices;
}

/** Of a component each key has turns of its own. */
function turnOf(choice: Choice): string {
  return choice.do === "sync" ? `${choice.component} ${choice.key}` : takerOf(choice);
}
