import { type OpenUpstreamBug, UPSTREAM_BUGS, type UpstreamBug, type UpstreamBugEntry } from "./upstream-bugs.ts";

export interface UpstreamBugOptions {
  /**
   * Bugs of earlier releases to have. Default: none. See `UPSTREAM_BUGS` for what there is.
   *
   * @example
   * new Cluster({ nodes: 2, upstreamBugs: ["kubernetes#123232"] });
   */
  readonly upstreamBugs?: readonly UpstreamBug[];
  /** Bugs that v1.37 still has to do without. Default: none, so that all is as in the real v1.37. */
  readonly upstreamFixes?: readonly OpenUpstreamBug[];
}

/** Says of each upstream bug whether it is there. */
export type HasBug = (bug: UpstreamBug) => boolean;

/**
 * Reads the options.
 *
 * @throws RangeError where a name is unknown, is no bug of v1.37 but is to be done without, or is in both lists
 */
export function upstreamSwitches({ upstreamBugs = [], upstreamFixes = [] }: UpstreamBugOptions): HasBug {
  const bugs = new Set<string>(upstreamBugs.map((name) => known("upstreamBugs", name, UPSTREAM_BUGS).id));
  const fixes = new Set<string>(upstreamFixes.map((name) => known("upstreamFixes", name, OPEN).id));
  for (const name of fixes)
    if (bugs.has(name))
      throw new RangeError(`${name} is both in upstreamBugs and in upstreamFixes: which is it to be?`);
  const present = new Set<string>([...bugs, ...OPEN.map(({ id }) => id).filter((id) => !fixes.has(id))]);
  return (bug) => present.has(bug);
}

const OPEN: readonly UpstreamBugEntry[] = UPSTREAM_BUGS.filter(({ state }: UpstreamBugEntry) => state === "open");

function known(option: string, name: string, among: readonly UpstreamBugEntry[]): UpstreamBugEntry {
  const found = among.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const fixed = UPSTREAM_BUGS.some(({ id }) => id === name);
  const why = fixed ? `v1.37 does not have ${name} anyway` : `there is no upstream bug ${JSON.stringify(name)}`;
  throw new RangeError(`${option}: ${why}; ${option} takes ${among.map(({ id }) => id).join(", ")}`);
}
