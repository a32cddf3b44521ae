import type { Run } from "../../model/index.ts";
import type { Choice, World } from "../../world/index.ts";
import type { Counterexample } from "../exploration.ts";
import type { Ways } from "../ways.ts";
import { differences } from "./differences.ts";
import { normalObjects } from "./normal.ts";

/** The name under which it is reported that the same may end in several ways. */
export const ONE_END = "oneEnd";

/**
 * Two runs in which people have done the same things in the same order, and the same faults have befallen, and which come to
 * rest with different objects.
 */
export function severalEnds(ways: Ways): Counterexample | undefined {
  const histories = new Histories(ways);
  const ends = new Map<string, number>();
  for (let pair = 0; pair < histories.count; pair++) {
    const world = ways.worlds.of(histories.state(pair));
    if (!ways.run.isAtRest(world)) continue;
    const name = `${histories.history(pair)} ${wentWrong(ways.run, world)}`;
    const first = ends.get(name);
    if (first === undefined) {
      ends.set(name, pair);
      continue;
    }
    const found = differing(ways.run, ways.worlds.of(histories.state(first)), world);
    if (found === undefined) continue;
    const [choices, other] = [first, pair].map((one) => ways.walk(0, histories.wayTo(one)));
    return { invariant: ONE_END, fault: found, choices: choices ?? [], other: other ?? [] };
  }
  return undefined;
}

/** In what two ends differ, in words. */
export function differing(run: Run, one: World, other: World): string | undefined {
  const found = differences(normalObjects(run, one), normalObjects(run, other));
  return found.length === 0 ? undefined : `the same ends in different ways: ${found.join("; ")}`;
}

/** Whether two runs are of the kind that is to end in the same way. */
export function isSameHistory(run: Run, one: readonly Choice[], other: readonly Choice[]): boolean {
  const [left, right] = [one, other].map((choices) => {
    const end = choices.reduce((world, choice) => run.step(world, choice), run.start);
    return `${choices.map(labelOf).join("")} ${wentWrong(run, end)}`;
  });
  return left === right;
}

/** The faults that have befallen, and what is left of them. */
function wentWrong(run: Run, world: World): string {
  const { faults, off, slow, leaders } = run.system.surroundingsOf(world);
  return JSON.stringify([faults, off, slow, leaders]);
}

/** What somebody does; of all else the order does not count. */
function labelOf(choice: Choice): string {
  return choice.do === "act" ? `${JSON.stringify(choice)};` : "";
}

/** Each state, with each order in which people may have done what they have done until then. */
class Histories {
  readonly #ways: Ways;
  readonly #pairs: Pair[] = [];

  constructor(ways: Ways) {
    this.#ways = ways;
    const seen = new Set<string>();
    const add = (state: number, history: string, from: number, at: number) => {
      const name = `${state} ${history}`;
      if (seen.has(name)) return;
      seen.add(name);
      this.#pairs.push({ state, history, from, at });
    };
    add(0, "", -1, 0);
    const labels = new Map<number, readonly string[]>();
    for (let pair = 0; pair < this.#pairs.length; pair++) {
      const { state, history } = this.#pairs[pair] as Pair;
      if (!labels.has(state)) labels.set(state, this.#labelsOf(state));
      for (const [at, label] of (labels.get(state) as readonly string[]).entries())
        add(ways.ledger.graph.successor(state, at), history + label, pair, at);
    }
  }

  get count(): number {
    return this.#pairs.length;
  }

  state(pair: number): number {
    return this.#pairs[pair]?.state as number;
  }

  history(pair: number): string {
    return this.#pairs[pair]?.history as string;
  }

  /** The steps from the start. */
  wayTo(pair: number): readonly number[] {
    const way: number[] = [];
    for (let at = pair; at > 0; at = this.#pairs[at]?.from as number) way.push(this.#pairs[at]?.at as number);
    return way.reverse();
  }

  #labelsOf(state: number): readonly string[] {
    const { graph } = this.#ways.ledger;
    return Array.from(graph.from(state), ([, taker], at) =>
      taker === "" ? labelOf(this.#ways.choiceAt(state, graph.place(state, at))) : "",
    );
  }
}

/** A state, one history of it, and the pair and the step from there by which it was come to first. */
interface Pair {
  readonly state: number;
  readonly history: string;
  readonly from: number;
  readonly at: number;
}
