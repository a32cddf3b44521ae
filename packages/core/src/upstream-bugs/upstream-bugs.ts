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
    id: "kubernetes#14528",
    title: "Too many pods: those that no node has yet are made again",
    component: DAEMON_SETS,
    releases: "pre-releases of v1.1",
    fixes: [14550],
    state: "fixed",
    behaviour:
      "A pod counts for a node only once it has been scheduled there. Until then each sync makes another one, without end where the scheduler finds no room.",
    breaks: "Never two live pods on a node; what is made comes to an end.",
  },
  {
    id: "kubernetes#42639",
    title: "Pods that a deletion has orphaned are adopted again, and deleted",
    component: DAEMON_SETS,
    releases: "pre-releases of v1.6",
    fixes: [42938],
    state: "fixed",
    behaviour:
      "Before it adopts, the controller does not ask the server whether its DaemonSet is still there. With a cache that is behind, it takes back what `--cascade=orphan` has just set free, and the garbage collector deletes it.",
    breaks: "Orphans stay.",
  },
  {
    id: "kubernetes#50477",
    title: "A new pod is started while the old one still terminates",
    component: DAEMON_SETS,
    releases: "v1.7.0 to v1.7.11",
    fixes: [51279],
    state: "fixed",
    behaviour:
      "Pods that are being deleted are passed over: a node whose pod somebody deletes gets the next one at once, though the old one may take its whole grace period.",
    breaks: "Never two running pods on a node without surge.",
  },
  {
    id: "kubernetes#63465",
    title: "A pod that does not end holds up the whole DaemonSet",
    component: DAEMON_SETS,
    releases: "up to v1.14",
    fixes: [77773],
    state: "fixed",
    behaviour:
      "A deletion counts as seen only when the pod is gone. While one of the pods that a sync has deleted hangs (its node is down), nothing is done on any node, for five minutes.",
    breaks: "Every rollout ends; a node without a pod gets one.",
  },
  {
    id: "kubernetes#65240",
    title: "Failed pods are deleted and made again without a pause",
    component: DAEMON_SETS,
    releases: "v1.6 to v1.11",
    fixes: [65309],
    state: "fixed",
    behaviour:
      "A failed pod is deleted at once each time. Where a kubelet rejects what it is given, pods are made and deleted as fast as it goes.",
    breaks: "Not more and more pods without end; the controller comes to rest.",
  },
  {
    id: "kubernetes#71349",
    title: "Pods for a node that has gone before they were scheduled stay for ever",
    component: DAEMON_SETS,
    releases: "v1.12.0 to v1.12.5 and v1.13.0 to v1.13.3",
    fixes: [73401],
    state: "fixed",
    behaviour:
      "Nobody deletes a pod that waits for a node that is gone: the pod garbage collector only sees to pods that have been scheduled.",
    breaks: "No pod is for a node that is not there, once all has come to rest.",
  },
  {
    id: "kubernetes#75836",
    title: "Nothing is done for a while after a node has gone",
    component: DAEMON_SETS,
    releases: "v1.12.6 and v1.12.7, v1.13.4 to v1.13.6, v1.14.0 and v1.14.1",
    fixes: [76060, 76275],
    state: "fixed",
    behaviour:
      "Pods of a node that is gone are deleted by the controller, too, in each sync again, and it waits for each to go before it does anything else: a node that joins meanwhile has no pod until the pod garbage collector has been there.",
    breaks: "A node without a pod gets one soon.",
  },
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
    id: "kubernetes#78972",
    title: "A pod that is to leave a node, and does not end, holds up the whole DaemonSet",
    component: DAEMON_SETS,
    releases: "v1.15",
    fixes: [78974],
    state: "fixed",
    behaviour:
      "On a node that may not run a pod, one that is being deleted already is deleted again in each sync, and the controller waits for a change that has been seen long ago: nothing is done on any node until the pod is gone.",
    breaks: "A node without a pod gets one soon.",
  },
  {
    id: "kubernetes#91008",
    title: "A pod that is deleted by two at once holds up the whole DaemonSet",
    component: DAEMON_SETS,
    releases: "up to v1.17.11 and v1.18.8",
    fixes: [91008, 91987, 91988],
    state: "fixed",
    behaviour:
      "If a pod that the controller deletes is gone already, and it has seen that before it began to wait for it, it waits for what will not come again: nothing is done on any node for five minutes. (The number is that of the fix, which tells the story; there is no issue.)",
    breaks: "A node without a pod gets one.",
  },
  {
    id: "kubernetes#100683",
    title: "The status says nothing of a DaemonSet whose pods cannot be made",
    component: DAEMON_SETS,
    releases: "up to v1.25.5 and v1.26.0",
    fixes: [113787, 114818, 114819],
    state: "fixed",
    behaviour: "A sync that fails to create a pod ends there: neither the counts nor `observedGeneration` are updated.",
    breaks: "At rest the status tells what there is; observedGeneration comes up to generation.",
  },
  {
    id: "kubernetes#107174",
    title: "More pods surge than maxSurge",
    component: DAEMON_SETS,
    releases: "v1.21 on, v1.37 too",
    fixes: [],
    state: "open",
    behaviour:
      "Where the old pod is not available, a new one is made beside it whatever `maxSurge` says, and does not count when others are made in the same sync. (The issue reports that upstream's test of surge finds its limits broken now and then; it was closed for age. The surge proposal has it so on purpose.) The fix here: all of them count.",
    breaks: "No more than maxSurge nodes have a new pod beside an old one.",
  },
  {
    id: "kubernetes#118587",
    title: "A node stays without a pod while one that has ended is held by a finalizer",
    component: DAEMON_SETS,
    releases: "v1.8 to v1.26.6 and v1.27.3",
    fixes: [118716, 118911, 118912],
    state: "fixed",
    behaviour:
      "A pod that has stopped for good and is being deleted still counts as its node's: as long as something holds it in the API, its successor is not made.",
    breaks: "A node without a pod gets one.",
  },
  {
    id: "kubernetes#118823",
    title: "A rollout with surge stops at a node that should no longer run a pod",
    component: DAEMON_SETS,
    releases: "v1.21 to v1.26.9, v1.27.6 and v1.28.2",
    fixes: [119317, 120789, 120786, 120785],
    state: "fixed",
    behaviour:
      "With surge a new pod is made on each node that has an old one, also where the new template does not tolerate the node's taints: there it waits for ever, and uses `maxSurge` up.",
    breaks: "Every rollout ends; no pod is made for a node that should not run it.",
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
