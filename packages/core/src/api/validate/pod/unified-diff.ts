/**
 * A unified diff as the server writes it, which is Python's: the longest run of equal lines first, then the same on both
 * sides of it. Lines that are frequent in a long text ("popular") do not start a run.
 * Source: github.com/pmezard/go-difflib/difflib (SequenceMatcher, WriteUnifiedDiff).
 */
export function unifiedDiff(a: readonly string[], b: readonly string[], context = 3): string {
  return hunks(operations(a, b), context)
    .map((hunk) => formatHunk(hunk, a, b))
    .join("");
}

/** `a[i1..i2]` becomes `b[j1..j2]`; the same lines where `equal`. */
interface Operation {
  readonly equal: boolean;
  readonly i1: number;
  readonly i2: number;
  readonly j1: number;
  readonly j2: number;
}

interface Run {
  readonly i: number;
  readonly j: number;
  readonly size: number;
}

function operations(a: readonly string[], b: readonly string[]): readonly Operation[] {
  const result: Operation[] = [];
  let [i, j] = [0, 0];
  for (const run of [...equalRuns(a, b), { i: a.length, j: b.length, size: 0 }]) {
    if (i < run.i || j < run.j) result.push({ equal: false, i1: i, i2: run.i, j1: j, j2: run.j });
    [i, j] = [run.i + run.size, run.j + run.size];
    if (run.size > 0) result.push({ equal: true, i1: run.i, i2: i, j1: run.j, j2: j });
  }
  return result;
}

/** The runs of equal lines, in order; neighbours are joined. */
function equalRuns(a: readonly string[], b: readonly string[]): readonly Run[] {
  const places = placesOf(b);
  const found: Run[] = [];
  const pending: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const [alo, ahi, blo, bhi] = range;
    const run = longestRun(a, b, places, range);
    if (run.size === 0) continue;
    found.push(run);
    if (alo < run.i && blo < run.j) pending.push([alo, run.i, blo, run.j]);
    if (run.i + run.size < ahi && run.j + run.size < bhi) pending.push([run.i + run.size, ahi, run.j + run.size, bhi]);
  }
  return joined(found.sort((x, y) => x.i - y.i));
}

function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result[result.length - 1];
    if (last !== undefined && last.i + last.size === run.i && last.j + last.size === run.j) {
      result[result.length - 1] = { ...last, size: last.size + run.size };
    } else result.push(run);
  }
  return result;
}

/** Where each line stands. A line that makes up more than 1 % of 200 lines or more is left out. */
function placesOf(b: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  b.forEach((line, j) => {
    const known = places.get(line);
    if (known === undefined) places.set(line, [j]);
    else known.push(j);
  });
  const popular = b.length >= 200 ? Math.floor(b.length / 100) + 1 : Number.POSITIVE_INFINITY;
  for (const [line, at] of places) if (at.length > popular) places.delete(line);
  return places;
}

function longestRun(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  [alo, ahi, blo, bhi]: readonly [number, number, number, number],
): Run {
  let [besti, bestj, size] = [alo, blo, 0];
  let lengths = new Map<number, number>();
  for (let i = alo; i < ahi; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] ?? "") ?? []) {
      if (j < blo) continue;
      if (j >= bhi) break;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > size) [besti, bestj, size] = [i - length + 1, j - length + 1, length];
    }
    lengths = next;
  }
  // Popular lines do not start a run, but belong to one that is there.
  for (; besti > alo && bestj > blo && a[besti - 1] === b[bestj - 1]; size++) [besti, bestj] = [besti - 1, bestj - 1];
  while (besti + size < ahi && bestj + size < bhi && a[besti + size] === b[bestj + size]) size++;
  return { i: besti, j: bestj, size };
}

/** The operations in groups, each with up to `context` equal lines around it. */
function hunks(all: readonly Operation[], context: number): readonly (readonly Operation[])[] {
  const groups: Operation[][] = [];
  let group: Operation[] = [];
  all.forEach((operation, at) => {
    const { equal, i1, i2, j1, j2 } = operation;
    if (!equal) {
      group.push(operation);
      return;
    }
    const [first, last, length] = [at === 0, at === all.length - 1, i2 - i1];
    const head = Math.min(length, context);
    if (first) group.push({ equal, i1: i2 - head, i2, j1: j2 - head, j2 });
    else if (last) group.push({ equal, i1, i2: i1 + head, j1, j2: j1 + head });
    else if (length > 2 * context) {
      group.push({ equal, i1, i2: i1 + context, j1, j2: j1 + context });
      groups.push(group);
      group = [{ equal, i1: i2 - context, i2, j1: j2 - context, j2 }];
    } else group.push(operation);
  });
  if (group.some(({ equal }) => !equal)) groups.push(group);
  return groups.filter((each) => each.some(({ equal }) => !equal));
}

function formatHunk(hunk: readonly Operation[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [hunk[0], hunk[hunk.length - 1]];
  if (first === undefined || last === undefined) return "";
  const lines = hunk.flatMap(({ equal, i1, i2, j1, j2 }) => {
    if (equal) return a.slice(i1, i2).map((line) => ` ${line}\n`);
    return [...a.slice(i1, i2).map((line) => `-${line}\n`), ...b.slice(j1, j2).map((line) => `+${line}\n`)];
  });
  return `@@ -${formatRange(first.i1, last.i2)} +${formatRange(first.j1, last.j2)} @@\n${lines.join("")}`;
}

function formatRange(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}
