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
    scenario:
      /^(rollout\/(surge\/tainted-no-execute|mixed\/no-execute)|daemonset\/taints\/(no-execute-later|other-daemonsets-pod))$/,
    at: /^point \d+ facts "(event Normal SuccessfulDelete of DaemonSet agent: |most live pods of )/,
    real: "Taint manager and DaemonSet controller both delete the pods, a moment apart.",
    kubetick: "The taint manager deletes them, and the DaemonSet controller sees that they are being deleted.",
    why: "They see the taint at the same moment. In kubetick who cleans up comes first in an instant.",
  },
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
];
