import type { Invariant } from "../invariants/index.ts";

/** What `expect(cluster)` can be asked besides what vitest has. DaemonSets are named `namespace/name`; the only one need not be. */
export interface KubetickMatchers<R> {
  /**
   * All nodes that should run a pod of the DaemonSet have an available one of the current template.
   *
   * @example expect(cluster.apply(manifest).settle()).toBeRolledOut();
   */
  toBeRolledOut(daemonSet?: string): R;
  /**
   * So many pods are of the current template: the column UP-TO-DATE.
   *
   * @example expect(cluster.advance("2s")).toHaveUpToDate(1);
   */
  toHaveUpToDate(count: number, daemonSet?: string): R;
  /**
   * Neither the state of the cluster nor any step from here until it has come to rest (for an hour at most) breaks one of the
   * invariants. Default: `stockInvariants`. The cluster stays as it is.
   *
   * @example expect(cluster).toSatisfyInvariants([onePodPerNode, withinMaxUnavailable]);
   */
  toSatisfyInvariants(invariants?: readonly Invariant[]): R;
  /**
   * The commands of the transcript (`$ kubectl …`) print what it shows. A line `...` stands for any lines.
   *
   * @example
   * expect(cluster).toMatchTranscript(`
   *   $ kubectl delete node node-1
   *   node "node-1" deleted
   * `);
   */
  toMatchTranscript(transcript: string): R;
}
