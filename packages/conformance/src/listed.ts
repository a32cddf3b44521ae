/** A difference that we know of: what real does, what we do, and why. */
export interface Listed {
  readonly scenario: RegExp;
  readonly at: RegExp;
  readonly real: string;
  readonly kubetick: string;
  readonly why: string;
}

export const LISTED: readonly Listed[] = [
  {
    scenario: /^daemonset\/nodes\/anti-affinity-keeps-pending$/,
    at: /^point [34] (objects "(DaemonSet|Pod) default\/agent|facts )/,
    real: "The scheduler keeps pods apart that must not be on one node.",
    kubetick: "Affinity between pods is not looked at.",
    why: "Not built: the scheduler's RULES.md says so.",
  },
  {
    scenario: /^daemonset\/revisions\/order-of-keys$/,
    at: /^point 2 /,
    real: "Data with its keys in another order is another template. Its revision cannot even be adopted: each patch sorts the keys, which changes what is immutable, and the DaemonSet does nothing any more.",
    kubetick: "The order of keys does not matter.",
    why: "The real controller compares bytes. Only revisions that are written by hand can have such data.",
  },
  {
    scenario: /^daemonset\/revisions\/all-deleted$/,
    at: /^point 4 objects "ControllerRevision default\/agent-hash-2" revision$/,
    real: "A deletion of many objects deletes one after another, and controllers act in between: the new revision counts on from one that is still there.",
    kubetick: "It deletes all at one moment: the new revision is the first.",
    why: "A request is answered in one step.",
  },
  {
    scenario: /^api\/list\/limit$/,
    at: /^answer [4-6] /,
    real: "A list comes in parts of `limit` objects, and goes on from a token.",
    kubetick: "A list is whole, whatever `limit` and `continue` say.",
    why: "Not built: docs/divergences.md says so.",
  },
  {
    scenario: /^api\/status\/absent$/,
    at: /^answer 6 /,
    real: "For a path of an unknown group the server's last handler answers, in plain text.",
    kubetick: "A Status, as for an unknown resource of a known group.",
    why: "A request here has no path. Clients make the same error of both.",
  },
  {
    scenario: /^api\/default\/newer-events$/,
    at: /^(answer 2 |point 1 (objects|facts) )/,
    real: "The events of the two groups are the same objects.",
    kubetick: "Those of events.k8s.io are kept apart, and only their metadata is validated.",
    why: "Not built. Nothing in the cluster writes events of that group.",
  },
  {
    scenario: /^scheduler\//,
    at: /^point \d+ facts "event Warning FailedScheduling of Pod [^:]*: no nodes available to schedule pods"$/,
    real: "Where there is no node at all, the scheduler tries again and again, as after an error, and counts it.",
    kubetick: "It waits for a node.",
    why: "Without nodes a cluster would never be at rest: the scheduler's RULES.md says so.",
  },
  {
    scenario: /^api\/admission\/(limit-range|pod-security)$/,
    at: /^(answer [2-4] |point 1 )/,
    real: "LimitRanges and the security labels of namespaces change, refuse and warn about pods.",
    kubetick: "Neither is looked at.",
    why: "Not built: docs/divergences.md says so.",
  },
  {
    scenario: /^kubelet\/(readiness|startup|liveness)$/,
    at: /^point \d+ facts "event Warning Unhealthy /,
    real: "Each probe that fails is counted.",
    kubetick: "One event for each stretch of failing probes.",
    why: "Probes are computed, not played: a cluster at rest costs nothing.",
  },
  {
    scenario: /^kubelet\/deadline$/,
    at: /^point 1 facts "event Normal DeadlineExceeded /,
    real: "Said again with each sync while the pod stops.",
    kubetick: "Said once.",
    why: "How many syncs there are depends on the kubelet's settings.",
  },
];
