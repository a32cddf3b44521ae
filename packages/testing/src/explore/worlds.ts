import type { Run } from "../model/index.ts";
import { type Choice, World } from "../world/index.ts";
import type { Graph } from "./graph.ts";
import type { PromptSteps } from "./prompt.ts";
import { Rows } from "./visited.ts";

/** For tables of resources that come up on the way. */
const SPARE_TABLES = 12;

/** The worlds of states: kept as rows of their parts' numbers, or made again from the steps that led to them first. */
export class Worlds {
  readonly #run: Run;
  readonly #graph: Graph;
  readonly #prompt: PromptSteps;
  readonly #rows: Rows;

  constructor(run: Run, graph: Graph, prompt: PromptSteps) {
    this.#run = run;
    this.#graph = graph;
    this.#prompt = prompt;
    this.#rows = new Rows(run.start.parts.length + SPARE_TABLES);
  }

  keep(state: number, world: World): void {
    this.#rows.set(
      state,
      world.parts.map(({ id }) => id),
    );
  }

  /** Forgets the worlds of all states but these, and what has been found out about any: it is made and found out again when it is asked for. */
  retain(states: readonly number[]): void {
    this.#rows.retain([0, ...states]);
    const kept = new Set(this.#run.start.parts);
    for (const state of states) for (const id of this.#rows.row(state)) kept.add(this.#run.system.parts.byId(id));
    this.#run.play.forget(kept);
  }

  of(state: number): World {
    return this.#kept(state) ?? this.#made(state);
  }

  #kept(state: number): World | undefined {
    const row = state < this.#rows.count ? this.#rows.row(state) : [];
    return row.length === 0 ? undefined : new World(row.map((id) => this.#run.system.parts.byId(id)));
  }

  #made(state: number): World {
    const missing: number[] = [];
    let at = state;
    let world = this.#kept(at);
    while (world === undefined && at > 0) {
      missing.push(at);
      at = this.#graph.origin(at).from;
      world = this.#kept(at);
    }
    world ??= this.#run.start;
    for (const next of missing.reverse()) {
      world = this.#prompt.after(world, this.#run.choices(world)[this.#graph.origin(next).place] as Choice);
      this.keep(next, world);
    }
    return world;
  }
}
