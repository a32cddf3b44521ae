import { UPSTREAM_BUGS, type UpstreamBug, type UpstreamBugEntry } from "@kubetick/core";
import { type Invariant, stockInvariants, strictlyWithinMaxSurge, upToDateCountsNewPods } from "@kubetick/testing";
import type { Candidate } from "./situations.ts";

/** What v1.37 does not keep, and the stock invariants therefore do not ask for. */
const STRICT: Partial<Record<UpstreamBug, Invariant>> = {
  "kubernetes#107174": strictlyWithinMaxSurge,
  "kubernetes#122527": upToDateCountsNewPods,
};

/** Without a bug: v1.37 as it is, and without the two bugs that it has, by stricter rules. Nothing is to be found. */
export const SOUND = ["v1.37", "v1.37 with fixes"] as const;

const BUGS: readonly UpstreamBugEntry[] = UPSTREAM_BUGS;

export const bugIds: readonly string[] = BUGS.map(({ id }) => id);

/** What is tried: a bug by the number of its issue, one of `SOUND`, or (with a changed core) `mutant`. */
export function candidateFor(target: string): Candidate {
  if (target === "v1.37" || target === "mutant") return {};
  if (target === "v1.37 with fixes")
    return {
      upstreamFixes: ["kubernetes#107174", "kubernetes#122527"],
      invariants: [...stockInvariants, strictlyWithinMaxSurge, upToDateCountsNewPods],
    };
  const bug = BUGS.find(({ id }) => id === target);
  if (bug === undefined) throw new RangeError(`nothing is called ${target}: there are ${bugIds.join(", ")}`);
  const id = bug.id as UpstreamBug;
  const strict = STRICT[id];
  return strict === undefined ? { upstreamBugs: [id] } : { invariants: [...stockInvariants, strict] };
}
