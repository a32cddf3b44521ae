import type { Pod } from "../../kubernetes/types.ts";
import type { Tree } from "../../store/tree.ts";
import type { DaemonRules } from "./daemon-node.ts";
import { allDaemonNodes, type DaemonNodes, type DaemonSources, updatedDaemonNodes } from "./daemon-nodes.ts";

interface Derived {
  readonly sources: DaemonSources;
  readonly nodes: DaemonNodes;
}

/** Of how many DaemonSets the last result is kept. */
const DAEMON_SETS = 64;

/** The last results, the latest first. Only a shortcut: what comes out is a function of the sources alone. */
const latest = new Map<string, Derived>();

/** All results whose pods are still in use somewhere: forks, and other clusters, come back to theirs. */
const byPods = new WeakMap<Tree<Pod>, Derived>();

/** The daemon nodes of these sources: from the nearest that are known, by what is different. */
export function daemonNodesOf(sources: DaemonSources): DaemonNodes {
  const { uid } = sources.rules.daemonSet.metadata;
  const base = [byPods.get(sources.pods), latest.get(uid)].find((known) => hasSameRules(known, sources.rules));
  if (base !== undefined && base.sources.nodes === sources.nodes && base.sources.pods === sources.pods)
    return base.nodes;
  // With the rules of before, so that nothing holds on to each version of the DaemonSet.
  const derived: DaemonSources = base === undefined ? sources : { ...sources, rules: base.sources.rules };
  const nodes = base === undefined ? allDaemonNodes(sources) : updatedDaemonNodes(base.sources, base.nodes, derived);
  remember(uid, { sources: derived, nodes });
  return nodes;
}

function hasSameRules(known: Derived | undefined, rules: DaemonRules): known is Derived {
  return (
    known !== undefined &&
    known.sources.rules.daemonSet.metadata.uid === rules.daemonSet.metadata.uid &&
    known.sources.rules.text === rules.text
  );
}

function remember(uid: string, derived: Derived): void {
  byPods.set(derived.sources.pods, derived);
  latest.delete(uid);
  latest.set(uid, derived);
  if (latest.size <= DAEMON_SETS) return;
  for (const oldest of latest.keys()) {
    latest.delete(oldest);
    return;
  }
}
