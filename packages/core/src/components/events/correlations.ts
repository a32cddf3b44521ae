import type { Json } from "../../kubernetes/types.ts";
import type { Memory } from "../../machine/component.ts";
import type { Correlation } from "./correlator.ts";

/**
 * Where correlations are kept, for a bounded number of objects: in the component's memory, as two generations. What is
 * used is in the younger one; when that is full the older one is forgotten. So what was used last stays, as in the LRU
 * cache of the real one (4,096 entries), and nothing needs to be moved on each use.
 */
const GENERATION_SIZE = 4096;
const STATE = "events-generation";

interface Generation {
  readonly number: number;
  readonly size: number;
}

const prefixOf = (generation: number) => `events/${generation}/`;

function currentGeneration(memory: Memory): Generation {
  return (memory.get(STATE) as Generation | undefined) ?? { number: 0, size: 0 };
}

export function getCorrelation(memory: Memory, key: string): Correlation | undefined {
  const { number } = currentGeneration(memory);
  return (memory.get(prefixOf(number) + key) ?? memory.get(prefixOf(number - 1) + key)) as Correlation | undefined;
}

export function setCorrelation(memory: Memory, key: string, correlation: Correlation): void {
  let generation = currentGeneration(memory);
  if (memory.get(prefixOf(generation.number) + key) === undefined) {
    if (generation.size >= GENERATION_SIZE) {
      for (const old of memory.keys(prefixOf(generation.number - 1))) memory.delete(old);
      generation = { number: generation.number + 1, size: 0 };
    }
    memory.set(STATE, { number: generation.number, size: generation.size + 1 });
  }
  memory.set(prefixOf(generation.number) + key, correlation as unknown as Json);
}
