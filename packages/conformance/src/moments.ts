import { nodesServed, nodesSurged, type Serving } from "./serving.ts";

/** How far rollouts went at one moment, between two settle points. */
export class Moments {
  #before: Serving = new Map();
  /** For each moment the nodes of each DaemonSet that were without the ready pod that they had. */
  #lost = new Map<string, string[][]>();
  #surged = new Map<string, number>();

  /** To be called after each change of a pod. */
  see(now: Serving): void {
    for (const owner of this.#before.keys()) {
      const had = nodesServed(this.#before, owner);
      // Where it had no ready pod when all was last at rest, there is none to lose, and none to surge beside.
      if (had.length === 0) continue;
      const served = new Set(nodesServed(now, owner));
      const moments = this.#lost.get(owner) ?? [];
      this.#lost.set(owner, [...moments, had.filter((node) => !served.has(node))]);
      this.#surged.set(owner, Math.max(this.#surged.get(owner) ?? 0, nodesSurged(now, owner)));
    }
  }

  /**
   * The facts since the last call. A node that the DaemonSet has left in the end is not counted: whether it does so before
   * or after others are updated is luck, in real. Of those that stay `maxUnavailable` are counted in a rollout, whichever
   * come first and however quick they are: the controller deletes so many at once before it replaces any.
   */
  take(now: Serving): Map<string, number> {
    const facts = new Map<string, number>();
    for (const [owner, moments] of this.#lost) {
      const stayed = (node: string) => (now.get(owner)?.get(node)?.pods ?? 0) > 0;
      const most = Math.max(...moments.map((nodes) => nodes.filter(stayed).length));
      facts.set(`most nodes without the ready pod of ${owner} that they had`, most);
    }
    for (const [owner, most] of this.#surged)
      facts.set(`most nodes with a pod of ${owner} to come beside the ready one`, most);
    this.#before = now;
    this.#lost = new Map();
    this.#surged = new Map();
    return facts;
  }
}
