import type { JoiningNode } from "@kubetick/cluster";
import {
  type Behaviour,
  completes,
  crashes,
  failsPull,
  livenessFails,
  neverReady,
  readyAfter,
  runs,
  runsOutOfMemory,
  slowPull,
  slowStop,
} from "@kubetick/core";
import fc from "fast-check";
import type { Strategy, TaintEffect } from "../actions/index.ts";

/** Few values, so that what is asked for and what is there do meet. */
export const LABEL_KEYS = ["zone", "disk", "example.com/role"] as const;
export const LABEL_VALUES = ["a", "b", ""] as const;
export const TAINT_KEYS = ["example.com/dedicated", "maintenance"] as const;
export const IMAGES = ["example.com/agent:1", "example.com/agent:2", "example.com/agent:3"] as const;

/** Labels of a node or a pod. Shrinks to none. */
export function labels(): fc.Arbitrary<Readonly<Record<string, string>>> {
  return fc.dictionary(fc.constantFrom(...LABEL_KEYS), fc.constantFrom(...LABEL_VALUES), { maxKeys: 2 });
}

export function taintEffect(): fc.Arbitrary<TaintEffect> {
  return fc.constantFrom("NoSchedule", "NoExecute", "PreferNoSchedule");
}

export interface TaintValue {
  readonly key: string;
  readonly value?: string;
  readonly effect: TaintEffect;
}

export function taint(): fc.Arbitrary<TaintValue> {
  return fc.record(
    { key: fc.constantFrom(...TAINT_KEYS), effect: taintEffect(), value: fc.constantFrom("x", "y") },
    { requiredKeys: ["key", "effect"] },
  );
}

/** No two of one key and effect, as the server wants it. Shrinks to none. */
export function taints(): fc.Arbitrary<readonly TaintValue[]> {
  return fc.uniqueArray(taint(), { maxLength: 2, selector: ({ key, effect }) => `${key}:${effect}` });
}

/** A node that joins. Shrinks to one without labels, taints and a capacity of its own. */
export function node(name: fc.Arbitrary<string> = fc.constant("node-1")): fc.Arbitrary<JoiningNode> {
  const capacity = fc.record({
    cpu: fc.constantFrom("8", "1", "100m"),
    memory: fc.constantFrom("16Gi", "128Mi"),
    pods: fc.constantFrom("110", "2"),
  });
  return fc
    .record({ name, labels: labels(), taints: taints(), capacity }, { requiredKeys: ["name"] })
    .map(withoutEmpty);
}

/** No labels and no taints are said by leaving them out. */
function withoutEmpty({ name, labels = {}, taints = [], capacity }: JoiningNode): JoiningNode {
  return {
    name,
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(taints.length > 0 && { taints }),
    ...(capacity !== undefined && { capacity }),
  };
}

/** Nodes `node-1`, `node-2`, …. Shrinks to fewer, and to plainer ones. */
export function nodes({
  min = 1,
  max = 5,
}: {
  readonly min?: number;
  readonly max?: number;
} = {}): fc.Arbitrary<readonly JoiningNode[]> {
  return fc
    .array(node(), { minLength: min, maxLength: max })
    .map((list) => list.map((one, at) => ({ ...one, name: `node-${at + 1}` })));
}

/** `maxUnavailable` or `maxSurge`, not zero: a number, or a percentage. Shrinks to 1. */
function amount(): fc.Arbitrary<number | string> {
  return fc.oneof(
    { withCrossShrink: true },
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 100 }).map((percent) => `${percent}%`),
  );
}

/** Any update strategy that the server accepts. Shrinks to RollingUpdate with one node at a time. */
export function strategy(): fc.Arbitrary<Strategy> {
  const type = "RollingUpdate" as const;
  return fc.oneof(
    { withCrossShrink: true },
    amount().map((maxUnavailable) => ({ type, maxUnavailable, maxSurge: 0 })),
    amount().map((maxSurge) => ({ type, maxUnavailable: 0, maxSurge })),
    fc.constant({ type: "OnDelete" as const }),
  );
}

const SOON = [1_000, 10_000, 60_000] as const;

/** How an image's containers behave. Shrinks to one that runs. */
export function behaviour(): fc.Arbitrary<Behaviour> {
  const soon = fc.constantFrom(...SOON);
  const after = fc.record({ after: soon });
  return fc.oneof(
    { withCrossShrink: true },
    fc.constant(runs()),
    soon.map(readyAfter),
    soon.map(slowPull),
    soon.map(slowStop),
    after.map(crashes),
    after.map(completes),
    after.map(runsOutOfMemory),
    after.map(livenessFails),
    fc.constant(neverReady()),
    fc.constant(failsPull()),
  );
}

/** How the images that DaemonSets here have behave; of the first of them nothing odd is said. Shrinks to nothing. */
export function images(): fc.Arbitrary<Readonly<Record<string, Behaviour>>> {
  return fc.dictionary(fc.constantFrom(...IMAGES.slice(1)), behaviour(), { maxKeys: 2 });
}
