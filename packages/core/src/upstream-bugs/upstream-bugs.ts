/** A behaviour of a real release that somebody reported as a bug, and that can be had here, too. */
export interface UpstreamBugEntry {
  /** `kubernetes#` and the number of the issue. */
  readonly id: string;
  readonly title: string;
  /** Which component has it: its name. */
  readonly component: string;
  /** Which releases have it, in words. */
  readonly releases: string;
  /** The pull requests that fix it, the first one first. None where nothing does. */
  readonly fixes: readonly number[];
  /**
   * `fixed`: v1.37 does not have it, so kubetick has it only where it is asked for. `open`: v1.37 has it, so kubetick
   * has it unless it is asked to do without.
   */
  readonly state: "fixed" | "open";
  /** What the controller does because of it. */
  readonly behaviour: string;
  /** What holds otherwise, and does not with it. */
  readonly breaks: string;
}

const DAEMON_SETS = "daemonset-controller";

/** The upstream bugs that kubetick knows, by their numbers. `docs/upstream-bugs.md` shows them as a table. */
export const UPSTREAM_BUGS = [
  {
    id: "kubernetes#77203",
    title: "A rollout with minReadySeconds stops for ever where a node's clock is ahead",
    component: DAEMON_SETS,
    releases: "v1.6 to v1.14",
    fixes: [77208],
    state: "fixed",
    behaviour:
      "After a pod has become ready, the DaemonSet is looked at once more, `minReadySeconds` and a second later. If the node's clock is further ahead than that second, the pod does not count as available yet, and nothing brings the DaemonSet back.",
    breaks: "Every rollout ends.",
  },
  {
    id: "kubernetes#122527",
    title: "UP-TO-DATE does not count a new pod beside an old one",
    component: DAEMON_SETS,
    releases: "all, v1.37 too",
    fixes: [],
    state: "open",
    behaviour:
      "Of the pods of a node only the oldest is looked at: a new pod beside an old one, which is being deleted or not yet replaced, does not count in `status.updatedNumberScheduled`.",
    breaks: "A node with a pod of the current revision is up to date.",
  },
  {
    id: "kubernetes#123232",
    title: "Old pods that are not ready do not count towards maxUnavailable",
    component: DAEMON_SETS,
    releases: "v1.21 to v1.29.9 and v1.30.5",
    fixes: [123233, 127774, 127775],
    state: "fixed",
    behaviour:
      "An old pod that is not available is deleted, and as many available ones as if it were: each further edit of the template that does not become ready takes another node down.",
    breaks: "No more than maxUnavailable nodes are without an available pod.",
  },
] as const satisfies readonly UpstreamBugEntry[];

/** The name of an upstream bug: that of its issue. */
export type UpstreamBug = (typeof UPSTREAM_BUGS)[number]["id"];

/** The name of one that v1.37 still has. */
export type OpenUpstreamBug = Extract<(typeof UPSTREAM_BUGS)[number], { readonly state: "open" }>["id"];
