import type { Cluster } from "@kubetick/cluster";
import { builtinComponents, type ClusterState, createMachine, type Machine } from "@kubetick/core";
import type { History } from "../src/arbitraries/index.ts";
import {
  firstViolation,
  type Invariant,
  isAtRest,
  type Observation,
  observation,
  requestsOf,
  type UserAction,
} from "../src/index.ts";

/** What a walk is shown: each state after the step that led to it. */
type Look = (at: Observation) => void;

const machine = createMachine({ components: builtinComponents() });
/** Rest is waited for so long, in virtual milliseconds, and in steps. */
const PATIENCE = 20 * 60_000;
const STEPS = 20_000;

/** Plays a history from the state of a cluster, by itself: no schedule but the history's choices, and each step looked at. */
export function walk(cluster: Cluster, { moves, choices }: History, look: Look): ClusterState {
  return new Walk(cluster.state, choices, look).play(moves);
}

class Walk {
  readonly #choices: readonly number[];
  readonly #look: Look;
  readonly #start: ClusterState;
  #state: ClusterState;
  #chosen = 0;

  constructor(state: ClusterState, choices: readonly number[], look: Look) {
    this.#start = state;
    this.#state = state;
    this.#choices = choices;
    this.#look = look;
  }

  play(moves: History["moves"]): ClusterState {
    this.#rest();
    for (const { action, pause } of moves) {
      this.act(action);
      if (pause === "rest") this.#rest();
      else for (let step = 0; step < pause && this.#step(Number.POSITIVE_INFINITY); step++);
    }
    this.#rest();
    return this.#state;
  }

  act(action: UserAction): void {
    for (const request of requestsOf(action, this.#state)) this.#become(machine.request(this.#state, request).state);
  }

  #rest(): void {
    const until = this.#state.now + PATIENCE;
    for (let steps = 0; steps < STEPS && !isAtRest(this.#state) && this.#step(until); steps++);
  }

  #step(until: number): boolean {
    const action = chosen(machine, this.#state, this.#choices[this.#chosen++] ?? 0, until);
    if (action === undefined) return false;
    this.#become(machine.step(this.#state, action));
    return true;
  }

  #become(state: ClusterState): void {
    const before = this.#state;
    this.#state = state;
    if (state !== before) this.#look(observation(state, before, this.#start));
  }
}

function chosen(machine: Machine, state: ClusterState, choice: number, until: number) {
  if (choice === 0) return machine.next(state, until);
  const enabled = machine.enabled(state);
  return enabled[choice % enabled.length];
}

/** A look that throws at the first state that breaks one of the invariants. */
export function demand(invariants: readonly Invariant[]): Look {
  return (at) => {
    const violation = firstViolation(invariants, at);
    if (violation !== undefined) throw new Error(`${violation.invariant.name}: ${violation.fault}`);
  };
}
