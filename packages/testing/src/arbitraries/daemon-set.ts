import type { DaemonSet } from "@kubetick/core";
import fc from "fast-check";
import type { Strategy } from "../actions/index.ts";
import { IMAGES, LABEL_KEYS, LABEL_VALUES, strategy, TAINT_KEYS } from "./values.ts";

/** A DaemonSet as people write it. */
export type WrittenDaemonSet = Pick<DaemonSet, "apiVersion" | "kind" | "spec"> & {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Record<string, string> };
};

export interface DaemonSetConstraints {
  /** Default: `agent`. */
  readonly name?: string;
  /** Default: `default`. */
  readonly namespace?: string;
}

/**
 * A DaemonSet that the server accepts, with any strategy. Shrinks to one container, one node at a time, and nothing else.
 *
 * @example fc.property(arbitraries.daemonSet(), (daemonSet) => …)
 */
export function daemonSet({
  name = "agent",
  namespace = "default",
}: DaemonSetConstraints = {}): fc.Arbitrary<WrittenDaemonSet> {
  const selector = { app: name };
  return fc
    .record(
      {
        strategy: strategy(),
        minReadySeconds: fc.nat({ max: 10 }),
        revisionHistoryLimit: fc.nat({ max: 3 }),
        template: podSpec(name),
        annotations: fc.constantFrom({ "example.com/why": "a" }, { "example.com/why": "b" }),
        labels: fc.constantFrom({ tier: "node" }),
      },
      { requiredKeys: ["strategy", "template"] },
    )
    .map(({ strategy, template, annotations, labels, ...rest }) => ({
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name, namespace },
      spec: {
        selector: { matchLabels: selector },
        updateStrategy: updateStrategy(strategy),
        ...rest,
        template: {
          metadata: { labels: { ...selector, ...labels }, ...(annotations === undefined ? {} : { annotations }) },
          spec: template,
        },
      },
    })) as fc.Arbitrary<WrittenDaemonSet>;
}

function updateStrategy(strategy: Strategy): object {
  if (strategy.type === "OnDelete") return strategy;
  const { type, ...rollingUpdate } = strategy;
  return { type, rollingUpdate };
}

function podSpec(name: string): fc.Arbitrary<object> {
  const required = fc.record({ key: fc.constantFrom(...LABEL_KEYS), value: fc.constantFrom(...LABEL_VALUES) });
  return fc
    .record(
      {
        container: container(name),
        nodeSelector: fc.constantFrom(...LABEL_KEYS).map((key) => ({ [key]: LABEL_VALUES[0] })),
        affinity: required.map(({ key, value }) => ({
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key, operator: "NotIn", values: [value] }] }],
            },
          },
        })),
        tolerations: fc.constantFrom(...TAINT_KEYS).map((key) => [{ key, operator: "Exists" }]),
        hostNetwork: fc.constant(true),
        terminationGracePeriodSeconds: fc.constantFrom(30, 0, 1),
        sidecar: fc.constant({ name: "sidecar", image: "example.com/sidecar:1" }),
      },
      { requiredKeys: ["container"] },
    )
    .map(({ container, sidecar, ...rest }) => ({
      ...rest,
      containers: sidecar === undefined ? [container] : [container, sidecar],
    }));
}

function container(name: string): fc.Arbitrary<object> {
  const probe = { exec: { command: ["true"] }, periodSeconds: 1 };
  return fc.record(
    {
      name: fc.constant(name),
      image: fc.constantFrom(...IMAGES),
      env: fc.constantFrom("1", "2").map((value) => [{ name: "V", value }]),
      readinessProbe: fc.constant(probe),
      livenessProbe: fc.constant(probe),
      resources: fc.constantFrom("100m", "1").map((cpu) => ({ requests: { cpu } })),
    },
    { requiredKeys: ["name", "image"] },
  );
}

/** A DaemonSet with one thing wrong with it. */
export interface NearlyValid {
  /** What is wrong, for people. */
  readonly defect: string;
  readonly daemonSet: WrittenDaemonSet;
}

type Path = readonly (string | number)[];

const TEMPLATE = ["spec", "template"] as const;
const FIRST = [...TEMPLATE, "spec", "containers", 0] as const;

/** Each is refused by validation. Upstream: pkg/apis/apps/validation/validation.go, pkg/apis/core/validation/validation.go. */
const DEFECTS: readonly (readonly [defect: string, path: Path, value: unknown])[] = [
  ["its selector does not select its own pods", [...TEMPLATE, "metadata", "labels"], { app: "another" }],
  ["it has no selector", ["spec", "selector"], undefined],
  ["its selector selects all pods", ["spec", "selector"], {}],
  ["it has no containers", [...TEMPLATE, "spec", "containers"], []],
  ["a container has no image", [...FIRST, "image"], ""],
  ["a container's name is no DNS label", [...FIRST, "name"], "Not_A_Label"],
  ["an environment variable has no name", [...FIRST, "env"], [{ name: "", value: "1" }]],
  ["it requests more than it may have", [...FIRST, "resources"], { requests: { cpu: "2" }, limits: { cpu: "1" } }],
  ["its name is no DNS subdomain", ["metadata", "name"], "Agent!"],
  ["its strategy is unknown", ["spec", "updateStrategy"], { type: "Recreate" }],
  ["both limits are zero", ["spec", "updateStrategy"], rolling(0, 0)],
  ["both limits are set", ["spec", "updateStrategy"], rolling(1, 1)],
  ["a limit is negative", ["spec", "updateStrategy"], rolling(-1, 0)],
  ["a limit is over 100%", ["spec", "updateStrategy"], rolling("101%", 0)],
  ["a limit is no percentage", ["spec", "updateStrategy"], rolling("half", 0)],
  ["minReadySeconds is negative", ["spec", "minReadySeconds"], -1],
  ["revisionHistoryLimit is negative", ["spec", "revisionHistoryLimit"], -1],
  ["its pods end by themselves", [...TEMPLATE, "spec", "restartPolicy"], "Never"],
  ["it has a deadline", [...TEMPLATE, "spec", "activeDeadlineSeconds"], 10],
  ["a label is too long", [...TEMPLATE, "metadata", "labels", "long"], "x".repeat(64)],
];

function rolling(maxUnavailable: number | string, maxSurge: number): object {
  return { type: "RollingUpdate", rollingUpdate: { maxUnavailable, maxSurge } };
}

/** A DaemonSet that the server refuses, for one reason. Shrinks to one that is plain but for that. */
export function nearlyValidDaemonSet(constraints: DaemonSetConstraints = {}): fc.Arbitrary<NearlyValid> {
  return fc.tuple(daemonSet(constraints), fc.constantFrom(...DEFECTS)).map(([valid, [defect, path, value]]) => ({
    defect,
    daemonSet: withValue(valid, path, value) as WrittenDaemonSet,
  }));
}

function withValue(object: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(object)) return object.with(key as number, withValue(object[key as number], rest, value));
  const { [key]: at, ...others } = (object ?? {}) as Record<string, unknown>;
  const next = withValue(at, rest, value);
  return next === undefined ? others : { ...others, [key]: next };
}
