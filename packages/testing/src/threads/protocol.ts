import type { PlainModel } from "../replay/index.ts";

/** What a thread is to know before it can begin. */
export interface Task {
  readonly model: PlainModel;
  /** The address of a module with the code that the model only names. */
  readonly code?: string;
  /** The nodes of which it makes no difference which is which. */
  readonly nodes: readonly string[];
  readonly partialOrder: boolean;
  /** How many tables, components and the like the thread remembers. */
  readonly rememberedParts: number;
}

/** All states that are as far from the start, and which of them are a thread's. */
export interface Level {
  /** The keys of all states that have become known since the last level, and are no further from the start: two words each. */
  readonly keys: Int32Array;
  /**
   * The thread's states, in their order, two numbers each: the state, and the how-manieth world it is that the thread came to in
   * the last level. Where it is -1, the world is to be made.
   */
  readonly states: Int32Array;
  /** Of worlds that are to be made: the places of the choices on the way to them. */
  readonly ways: readonly (readonly number[])[];
}
