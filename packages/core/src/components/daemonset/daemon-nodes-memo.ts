import { allDaemonNodes, type DaemonNodes, type DaemonSources, updatedDaemonNodes } from "./daemon-nodes.ts";

interface Derived {
  readonly sources: DaemonSources;
  readonly nodes: DaemonNodes;
}

/** How many DaemonSets are remembered, and how many worlds of each: forks, and other clusters of the same seed. */
const DAEMON_SETS = 64;
const WORLDS = 4;

/** The last results, the latest first. Only a shortcut: what comes out is a function of the sources alone. */
const memo = new Map<string, readonly Derived[]>();

/** The daemon nodes of these sources: from the nearest that are known, by what is different. */
export function daemonNodesOf(sources: DaemonSources): DaemonNodes {
  const { uid } = sources.rules.daemonSet.metadata;
  const known = memo.get(uid) ?? [];
  const base = nearest(known, sources);
  if (base !== undefined && base.sources.nodes === sources.nodes && base.sources.pods === sources.pods)
    return base.nodes;
  const nodes = base === undefined ? allDaemonNodes(sources) : updatedDaemonNodes(base.sources, base.nodes, sources);
  remember(uid, [{ sources, nodes }, ...known.filter((other) => other !== base)].slice(0, WORLDS));
  return nodes;
}

function nearest(known: readonly Derived[], { rules, nodes, pods }: DaemonSources): Derived | undefined {
  const same = known.filter((derived) => derived.sources.rules.text === rules.text);
  return (
    same.find((derived) => derived.sources.nodes === nodes && derived.sources.pods === pods) ??
    same.find((derived) => derived.sources.nodes === nodes || derived.sources.pods === pods) ??
    same[0]
  );
}

function remember(uid: string, derived: readonly Derived[]): void {
  memo.delete(uid);
  memo.set(uid, derived);
  if (memo.size <= DAEMON_SETS) return;
  for (const oldest of memo.keys()) {
    memo.delete(oldest);
    return;
  }
}
