import type { Cluster } from "@kubetick/cluster";
import type { ClusterState } from "@kubetick/core";
import {
  firstViolation,
  type Invariant,
  isAtRest,
  observation,
  stockInvariants,
  type Violation,
} from "../invariants/index.ts";
import { type Answer, clusterIn, table } from "./subject.ts";

/** So much virtual time is looked at, in milliseconds. */
const HORIZON = 60 * 60_000;

interface Found extends Violation {
  readonly cluster: Cluster;
  /** How many steps from now, and after how many virtual milliseconds. */
  readonly steps: number;
  readonly after: number;
}

/**
 * The cluster's state breaks none of the invariants, nor does any step from here until it has come to rest. The future is that of
 * a fork: the cluster itself stays as it is.
 */
export function toSatisfyInvariants(received: unknown, invariants: readonly Invariant[] = stockInvariants): Answer {
  const cluster = clusterIn(received, "toSatisfyInvariants");
  const found = firstBroken(cluster, invariants);
  return {
    pass: found === undefined,
    message: () =>
      found === undefined
        ? `expected one of these to be broken on the way to rest: ${invariants.map(({ name }) => name).join(", ")}`
        : `${found.invariant.name}: ${found.fault}\n${whenOf(found)}${sourceOf(found)}\n\n${table(found.cluster)}`,
  };
}

function firstBroken(cluster: Cluster, invariants: readonly Invariant[]): Found | undefined {
  const fork = cluster.fork();
  const end = fork.now + HORIZON;
  let before: ClusterState | undefined;
  for (let steps = 0; ; steps++) {
    const violation = firstViolation(invariants, observation(fork.state, before, cluster.state));
    if (violation !== undefined) return { ...violation, cluster: fork, steps, after: fork.now - cluster.now };
    before = fork.state;
    if (isAtRest(before) || !fork.proceed(end)) return undefined;
  }
}

function whenOf({ steps, after }: Found): string {
  return steps === 0 ? "(in the state as it is)" : `(${steps} steps from now, after ${after / 1000} s)`;
}

function sourceOf({ invariant }: Found): string {
  return invariant.source === undefined ? "" : `\nKubernetes: ${invariant.source}`;
}
