/** A state of a level, and who has its world: the how-manieth that this thread came to. */
export interface Owned {
  readonly state: number;
  /** -1: nobody. */
  readonly thread: number;
  readonly found: number;
}

/** Where less than so many states are to be looked at by a thread, making worlds anew costs more than it brings. */
const FEW = 16;

/**
 * Who looks at which states of a level, in their order: who has come to a state, unless others have much less to do. Those
 * that change hands have to be made anew.
 */
export function shares(level: readonly Owned[], threads: number): readonly (readonly Owned[])[] {
  const fair = Math.max(FEW, Math.ceil(level.length / threads));
  const most = Math.ceil(fair * 1.1);
  const counts = new Array<number>(threads).fill(0);
  for (const { thread } of level) if (thread >= 0) counts[thread] = (counts[thread] as number) + 1;
  const load = counts.map((count) => Math.min(count, most));
  const kept = new Array<number>(threads).fill(0);
  const parts: Owned[][] = Array.from({ length: threads }, () => []);
  // What changes hands does so in runs of neighbours, which were most often reached by nearly the same way.
  let to = leastOf(load);
  for (const owned of level) {
    const { thread } = owned;
    if (thread >= 0 && (kept[thread] as number) < most) {
      kept[thread] = (kept[thread] as number) + 1;
      parts[thread]?.push(owned);
      continue;
    }
    if ((load[to] as number) >= fair) to = leastOf(load);
    load[to] = (load[to] as number) + 1;
    parts[to]?.push({ ...owned, thread: to, found: -1 });
  }
  return parts;
}

function leastOf(load: readonly number[]): number {
  let least = 0;
  for (let thread = 1; thread < load.length; thread++)
    if ((load[thread] as number) < (load[least] as number)) least = thread;
  return least;
}
