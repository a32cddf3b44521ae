import { describe, expect, test } from "vitest";
import type { Node, PodSpec, PodTemplateSpec, Taint } from "../../kubernetes/types.ts";
import { nodeShouldRunDaemonPod } from "./should-run.ts";
import { daemonPodTolerations } from "./tolerations.ts";

const labels = { name: "simple-daemon", type: "production" };
const node = (taints: readonly Taint[] = [], name = "test-node"): Node => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels, uid: name, resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" },
  spec: { taints },
});
const template = (spec: Partial<PodSpec>): PodTemplateSpec => ({
  metadata: { labels },
  spec: { containers: [{ name: "c" }], ...spec },
});
const requires = (key: string, operator: string, values?: readonly string[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, ...(values ? { values } : {}) }] }],
      },
    },
  },
});
const run = (...answer: [boolean, boolean]) => ({ shouldRun: answer[0], shouldContinueRunning: answer[1] });

// pkg/controller/daemon/daemon_controller_test.go TestNodeShouldRunDaemonPod.
describe("nodeShouldRunDaemonPod", () => {
  test.each([
    ["DS-NODE-01 runs where nothing keeps it away", {}, run(true, true)],
    [
      "DS-NODE-02 whether there is room is the scheduler's business",
      { containers: [{ name: "c", resources: { requests: { memory: "200M", cpu: "50" } } }] },
      run(true, true),
    ],
    [
      "DS-NODE-02 so are host ports",
      { containers: [{ name: "c", ports: [{ containerPort: 666, hostPort: 666 }] }] },
      run(true, true),
    ],
    ["DS-NODE-03 a node name that is another's keeps it away", { nodeName: "other-node" }, run(false, false)],
    ["DS-NODE-03 its own name does not", { nodeName: "test-node" }, run(true, true)],
    [
      "DS-NODE-04 a node selector that does not match keeps it away",
      { nodeSelector: { name: "simple-daemon", type: "test" } },
      run(false, false),
    ],
    ["DS-NODE-04 one that matches does not", { nodeSelector: { name: "simple-daemon" } }, run(true, true)],
    [
      "DS-NODE-05 required affinity that does not match keeps it away",
      requires("type", "In", ["test"]),
      run(false, false),
    ],
    ["DS-NODE-05 one that matches does not", requires("type", "In", ["production"]), run(true, true)],
  ] as const)("%s", (_name, spec, answer) => {
    expect(nodeShouldRunDaemonPod(node(), template(spec as Partial<PodSpec>))).toEqual(answer);
  });

  const taint = (key: string, effect: string): Taint => ({ key, effect });
  const tolerate = (key: string, effect?: string): Partial<PodSpec> => ({
    tolerations: [{ key, operator: "Exists", ...(effect ? { effect } : {}) }],
  });

  // The Test…Tainted… and Test…Node…LaunchesPod cases of the same file.
  test.each([
    [
      "DS-NODE-06 a NoSchedule taint keeps new pods away, and leaves those that are there",
      taint("foo", "NoSchedule"),
      {},
      run(false, true),
    ],
    ["DS-NODE-07 a NoExecute taint drives pods out", taint("foo", "NoExecute"), {}, run(false, false)],
    ["DS-NODE-06 a PreferNoSchedule taint does nothing", taint("foo", "PreferNoSchedule"), {}, run(true, true)],
    ["DS-NODE-06 what is tolerated does nothing", taint("foo", "NoSchedule"), tolerate("foo"), run(true, true)],
    [
      "DS-TOL-01 pods run on nodes that are not ready",
      taint("node.kubernetes.io/not-ready", "NoExecute"),
      {},
      run(true, true),
    ],
    [
      "DS-TOL-01 pods run on nodes that are unreachable",
      taint("node.kubernetes.io/unreachable", "NoExecute"),
      {},
      run(true, true),
    ],
    [
      "DS-TOL-02 pods run under disk pressure",
      taint("node.kubernetes.io/disk-pressure", "NoSchedule"),
      {},
      run(true, true),
    ],
    [
      "DS-TOL-02 pods run under memory pressure",
      taint("node.kubernetes.io/memory-pressure", "NoSchedule"),
      {},
      run(true, true),
    ],
    [
      "DS-TOL-02 pods run under process pressure",
      taint("node.kubernetes.io/pid-pressure", "NoSchedule"),
      {},
      run(true, true),
    ],
    [
      "DS-TOL-02 pods run on nodes that are cordoned",
      taint("node.kubernetes.io/unschedulable", "NoSchedule"),
      {},
      run(true, true),
    ],
    [
      "DS-TOL-03 pods need the network",
      taint("node.kubernetes.io/network-unavailable", "NoSchedule"),
      {},
      run(false, true),
    ],
    [
      "DS-TOL-03 except those on the host's",
      taint("node.kubernetes.io/network-unavailable", "NoSchedule"),
      { hostNetwork: true },
      run(true, true),
    ],
  ] as const)("%s", (_name, only, spec, answer) => {
    expect(nodeShouldRunDaemonPod(node([only]), template(spec))).toEqual(answer);
  });
});

test("DS-TOL-04 a toleration of the same key, operator, value and effect is replaced, the others come last in their order", () => {
  const own = [
    { key: "node.kubernetes.io/unreachable", operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 },
    { key: "mine", operator: "Exists" },
  ];
  expect(
    daemonPodTolerations(template({ tolerations: own })).map(({ key, tolerationSeconds }) => [key, tolerationSeconds]),
  ).toEqual([
    ["node.kubernetes.io/unreachable", undefined],
    ["mine", undefined],
    ["node.kubernetes.io/not-ready", undefined],
    ["node.kubernetes.io/disk-pressure", undefined],
    ["node.kubernetes.io/memory-pressure", undefined],
    ["node.kubernetes.io/pid-pressure", undefined],
    ["node.kubernetes.io/unschedulable", undefined],
  ]);
});
