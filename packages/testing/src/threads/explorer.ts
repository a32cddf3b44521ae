import { Expander } from "../explore/expander.ts";
import type { Checkpoint, Exploration, Progress } from "../explore/index.ts";
import { REMEMBERED_PARTS, Search } from "../explore/search.ts";
import { type Model, Run } from "../model/index.ts";
import { modelWith, type PlainModel, plainModel } from "../replay/index.ts";
import { LevelOfStates } from "./level.ts";
import { Member } from "./member.ts";
import type { ThreadOptions } from "./options.ts";
import type { Task } from "./protocol.ts";
import type { Owned } from "./shares.ts";
import type { Hire } from "./thread.ts";

/**
 * A search on several threads, which comes to the same states, steps and counterexample as on one. All states that are as far
 * from the start are looked at together; what the threads find is entered in one order, whoever was quicker.
 */
export class ThreadExplorer {
  readonly #search: Search;
  readonly #hire: Hire;
  readonly #options: ThreadOptions;
  readonly #plain: PlainModel;

  /**
   * @throws RangeError where the model has code and nobody says where, or where `options.resume` is of another search
   */
  constructor(model: Model, hire: Hire, options: ThreadOptions) {
    const { resume: _, ...kept } = options;
    this.#hire = hire;
    this.#options = kept;
    this.#plain = plainModel(model);
    if (options.code === undefined) assertNoCode(this.#plain);
    const run = new Run(model);
    this.#search = new Search(run, { ...options, order: "breadth" });
    this.#search.begin(() => {
      const { judge, keys, prompt } = this.#search;
      return new Expander(run, judge, keys, prompt, options.partialOrder !== false).start();
    });
  }

  get progress(): Progress {
    return this.#search.progress;
  }

  /** The search as it stands, to be gone on with later, on as many threads as one likes. */
  checkpoint(): Checkpoint {
    return this.#search.checkpoint();
  }

  /** Rejected where a thread fails: its code cannot be imported, or throws. */
  async search(): Promise<Exploration> {
    const { workers } = this.#options;
    let fail: (error: Error) => void = () => {};
    const failed = new Promise<never>((_, reject) => {
      fail = reject;
    });
    failed.catch(() => {});
    const members = Array.from({ length: workers }, () => new Member(this.#hire, this.#task(), fail));
    try {
      await Promise.race([failed, Promise.all(members.map(({ ready }) => ready))]);
      return await Promise.race([failed, this.#levels(members)]);
    } finally {
      await Promise.all(members.map((member) => member.end()));
    }
  }

  #task(): Task {
    const { code, partialOrder, rememberedParts = REMEMBERED_PARTS } = this.#options;
    return {
      model: this.#plain,
      ...(code === undefined ? {} : { code }),
      nodes: this.#search.nodes,
      partialOrder: partialOrder !== false,
      rememberedParts,
    };
  }

  async #levels(members: readonly Member[]): Promise<Exploration> {
    const { agenda, graph } = this.#search.ledger;
    let owned: readonly Owned[] = agenda.states.map((state) => ({ state, thread: -1, found: -1 }));
    let told = 0;
    while (agenda.size > 0 && this.#search.ledger.found === undefined) {
      const depth = graph.depth((owned[0] as Owned).state);
      if (depth >= (this.#options.maxDepth ?? Number.POSITIVE_INFINITY)) {
        this.#cut(owned.length);
        break;
      }
      const here = owned.filter(({ state }) => graph.depth(state) === depth);
      const level = new LevelOfStates(this.#search, this.#options, here);
      const outcome = await level.expandedBy(members, told);
      if (outcome === "given up") return this.#search.givenUp();
      if (outcome === "stopped") return this.#search.stopped();
      told = level.known;
      owned = [...owned.slice(here.length), ...level.next];
    }
    return this.#search.ended();
  }

  #cut(states: number): void {
    this.#search.ledger.cut = true;
    for (let count = 0; count < states; count++) this.#search.ledger.agenda.next();
  }
}

function assertNoCode(plain: PlainModel): void {
  try {
    modelWith(plain, {});
  } catch {
    throw new RangeError(
      `model ${plain.name} has code of its own: say where its threads find it, as in { code: new URL("./model.js", import.meta.url) }`,
    );
  }
}
