import type { ResourceName } from "@kubetick/core";
import type { SyncInput, Table } from "@kubetick/core/pieces";
import { isAnswer, type Reads, readsInOrder } from "./reads.ts";
import type { ComponentValue } from "./values.ts";

type SyncInFlight = NonNullable<ComponentValue["state"]["sync"]>;

/**
 * A sync in flight with those tables only that it has read: in each of its stages (from one answer to the next), and where
 * it has not read one there, as it read it before, or after. Syncs that have read the same are the same, though others
 * of their tables may differ: what is judged by must not hang on which of them came first.
 */
export function asRead(sync: SyncInFlight, reads: Reads): SyncInFlight {
  const inputs = sync.inputs.flat();
  const read = stagesOf(reads);
  const caches = inputs.map(({ cache }, stage) => pick(cache, read[stage] ?? new Set()));
  for (let stage = 1; stage < caches.length; stage++) caches[stage] = { ...caches[stage - 1], ...caches[stage] };
  for (let stage = caches.length - 2; stage >= 0; stage--) caches[stage] = { ...caches[stage + 1], ...caches[stage] };
  const seen = inputs.map((input, stage): SyncInput => ({ ...input, cache: caches[stage] ?? {} }));
  return { ...sync, inputs: [seen] };
}

type Cache = Readonly<Record<ResourceName, Table>>;

function pick(cache: Cache, resources: ReadonlySet<ResourceName>): Cache {
  return Object.fromEntries(Object.entries(cache).filter(([resource]) => resources.has(resource)));
}

/** The resources read in each stage. */
function stagesOf(reads: Reads): readonly ReadonlySet<ResourceName>[] {
  const stages: Set<ResourceName>[] = [new Set()];
  for (const read of readsInOrder(reads)) {
    if (isAnswer(read)) stages.push(new Set());
    else if (read.resource !== undefined) stages[stages.length - 1]?.add(read.resource);
  }
  return stages;
}
