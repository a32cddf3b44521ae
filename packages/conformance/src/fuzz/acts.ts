import fc from "fast-check";

/** A step as a scenario's file has it. */
export type RawStep = string | Readonly<Record<string, unknown>>;

const DAEMON_SETS = "/apis/apps/v1/namespaces/default/daemonsets";
const node = fc.constantFrom("n1", "n2", "n3", "slow-1");
const name = fc.constantFrom("agent", "agent", "agent", "proxy");
const zone = fc.constantFrom("a", "b");
const image = fc.constantFrom("agent:1", "agent:2", "agent:3");

const taints = fc.constantFrom(
  [],
  [{ key: "dedicated", value: "db", effect: "NoSchedule" }],
  [{ key: "dedicated", value: "db", effect: "NoExecute" }],
  [{ key: "dedicated", value: "db", effect: "PreferNoSchedule" }],
  [{ key: "node.kubernetes.io/disk-pressure", effect: "NoSchedule" }],
);
const tolerations = fc.constantFrom(
  null,
  [{ operator: "Exists" }],
  [{ key: "dedicated", operator: "Equal", value: "db" }],
  [{ key: "dedicated", operator: "Exists", effect: "NoSchedule" }],
);
const amount = fc.constantFrom<(number | string)[]>(0, 1, 2, "1%", "34%", "50%", "100%", "101%");
const strategy = fc.oneof(
  fc.constant({ type: "OnDelete", rollingUpdate: null }),
  fc
    .record({ maxUnavailable: amount, maxSurge: fc.constantFrom<(number | string)[]>(0, 0, 1, "50%") })
    .map((rollingUpdate) => ({
      type: "RollingUpdate",
      rollingUpdate,
    })),
);
const nodeSelector = fc.constantFrom(null, { zone: "a" }, { zone: "b" }, { zone: "none" });

function daemonSet(called: string, spec: object, podSpec: object) {
  const labels = { app: called };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: called },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...podSpec, containers: [{ name: "main", image: "agent:1" }] } },
      ...spec,
    },
  };
}

const patched = (of: fc.Arbitrary<string>, what: fc.Arbitrary<object>, type: string) =>
  fc.tuple(of, what).map(([called, body]): RawStep[] => [{ [`PATCH ${DAEMON_SETS}/${called} ${type}`]: body }]);

const joins = fc.tuple(node, zone, taints, fc.boolean()).map(([called, where, tainted, cordoned]): RawStep[] => {
  const spec = { ...(tainted.length > 0 ? { taints: tainted } : {}), ...(cordoned ? { unschedulable: true } : {}) };
  return [{ node: { name: called, labels: { zone: where }, spec } }];
});

/** A node leaves, and its pods with it: the pod GC would take a minute. */
const leaves = node.map((called): RawStep[] => [
  { [`DELETE /api/v1/nodes/${called}`]: null },
  { [`DELETE /api/v1/namespaces/default/pods?fieldSelector=spec.nodeName=${called}`]: { gracePeriodSeconds: 0 } },
]);

const nodeChanges = fc
  .tuple(
    node,
    fc.oneof(
      zone.map((where) => ({ metadata: { labels: { zone: where } } })),
      taints.map((tainted) => ({ spec: { taints: tainted } })),
      fc.constantFrom(true, null).map((unschedulable) => ({ spec: { unschedulable } })),
    ),
  )
  .map(([called, body]): RawStep[] => [{ [`PATCH /api/v1/nodes/${called} merge`]: body }]);

const created = fc
  .tuple(name, fc.option(strategy, { nil: undefined }), nodeSelector, tolerations)
  .map(([called, updateStrategy, selector, tolerated]): RawStep[] => [
    {
      [`POST ${DAEMON_SETS}`]: daemonSet(called, updateStrategy === undefined ? {} : { updateStrategy }, {
        ...(selector ? { nodeSelector: selector } : {}),
        ...(tolerated ? { tolerations: tolerated } : {}),
      }),
    },
  ]);

const podDeleted = fc
  .tuple(node, fc.constantFrom({}, { gracePeriodSeconds: 0 }))
  .map(([called, options]): RawStep[] => [
    { [`DELETE /api/v1/namespaces/default/pods?fieldSelector=spec.nodeName=${called}`]: options },
  ]);

const strayPod = fc.tuple(node, name).map(([where, app]): RawStep[] => [
  {
    "POST /api/v1/namespaces/default/pods": {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: `stray-${where}`, labels: { app } },
      spec: { nodeName: where, containers: [{ name: "main", image: "agent:1" }] },
    },
  },
]);

const deleted = fc
  .tuple(name, fc.constantFrom("Background", "Foreground", "Orphan"))
  .map(([called, propagationPolicy]): RawStep[] => [{ [`DELETE ${DAEMON_SETS}/${called}`]: { propagationPolicy } }]);

/** Something is done to the newest pod on a node; where there is none, both say so. */
const toPod = (what: fc.Arbitrary<object>, subresource: string, type: string) =>
  fc
    .tuple(node, what)
    .map(([called, body]): RawStep[] => [
      { [`PATCH /api/v1/namespaces/default/pods/$any(${called})${subresource} ${type}`]: body },
    ]);
const readyOr = (status: string) => [{ type: "Ready", status, lastTransitionTime: "2020-01-01T00:00:00Z" }];
const podTurns = toPod(
  fc.constantFrom("True", "True", "False").map((status) => ({
    status: { phase: "Running", conditions: readyOr(status) },
  })),
  "/status",
  "strategic",
);
/** Failed pods are deleted at once, or when the back-off has passed, which is 8 seconds after the fourth. */
const podEnds = toPod(
  fc.constantFrom("Failed", "Failed", "Succeeded").map((phase) => ({ status: { phase } })),
  "/status",
  "strategic",
).map((done): RawStep[] => [...done, { wait: 10 }]);
const podLabelled = toPod(
  fc
    .constantFrom({ app: "agent" }, { app: "proxy" }, { app: null }, { "controller-revision-hash": "other" })
    .map((labels) => ({ metadata: { labels } })),
  "",
  "merge",
);
const template = fc.oneof(
  image.map((one) => ({ spec: { template: { spec: { containers: [{ name: "main", image: one }] } } } })),
  fc.constantFrom("1", "2").map((restarted) => ({ spec: { template: { metadata: { annotations: { restarted } } } } })),
);
const settings = fc.oneof(
  strategy.map((updateStrategy) => ({ spec: { updateStrategy } })),
  nodeSelector.map((selector) => ({ spec: { template: { spec: { nodeSelector: selector } } } })),
  tolerations.map((tolerated) => ({ spec: { template: { spec: { tolerations: tolerated } } } })),
  fc.constantFrom(0, 1, 2).map((revisionHistoryLimit) => ({ spec: { revisionHistoryLimit } })),
);

const act = fc.oneof(
  { weight: 2, arbitrary: joins },
  { weight: 1, arbitrary: leaves },
  { weight: 2, arbitrary: nodeChanges },
  { weight: 2, arbitrary: created },
  { weight: 4, arbitrary: patched(name, template, "strategic") },
  { weight: 4, arbitrary: patched(name, settings, "merge") },
  { weight: 2, arbitrary: podDeleted },
  { weight: 1, arbitrary: strayPod },
  { weight: 1, arbitrary: deleted },
  { weight: 4, arbitrary: podTurns },
  { weight: 1, arbitrary: podEnds },
  { weight: 2, arbitrary: podLabelled },
);

/** A DaemonSet on two nodes, and what then happens, each time until all is at rest. */
export const steps: fc.Arbitrary<RawStep[]> = fc
  .tuple(created, fc.array(act, { minLength: 1, maxLength: 6 }))
  .map(([first, acts]) => ["settle", ...first, "settle", ...acts.flatMap((one) => [...one, "settle"])]);
