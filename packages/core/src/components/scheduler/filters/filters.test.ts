import { describe, expect, test } from "vitest";
import type { Container, ContainerPort, Node, Pod, PodSpec } from "../../../kubernetes/types.ts";
import { nodeInfo } from "../node-info.ts";
import { podRequests } from "../pod-requests.ts";
import { rejection } from "./index.ts";
import { matchesAffinity, nodeAffinity, pinnedNodes } from "./node-affinity.ts";
import { nodeName } from "./node-name.ts";
import { nodePorts } from "./node-ports.ts";
import { insufficientResources, nodeResourcesFit } from "./node-resources-fit.ts";
import { nodeUnschedulable } from "./node-unschedulable.ts";
import { taintToleration } from "./taint-toleration.ts";

const pod = (spec: Partial<PodSpec> = {}): Pod =>
  ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "p", namespace: "default", uid: "u" },
    spec: { containers: [], ...spec },
  }) as unknown as Pod;
const node = (
  name: string,
  rest: { labels?: Record<string, string>; spec?: Node["spec"]; allocatable?: Record<string, string> } = {},
): Node =>
  ({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name, labels: rest.labels },
    spec: rest.spec,
    status: { allocatable: rest.allocatable },
  }) as unknown as Node;
const on = (target: Node, pods: Pod[] = []) => nodeInfo(target, () => pods);
const container = (requests: Record<string, string>, more: Partial<Container> = {}): Container => ({
  name: "c",
  resources: { requests },
  ...more,
});

// Cases: plugins/nodename/node_name_test.go.
describe("NodeName", () => {
  test.each([
    ["no host specified", "", "n1", true],
    ["host matches", "foo", "foo", true],
    ["host doesn't match", "bar", "foo", false],
  ])("SCHED-NAME-01 %s", (_, wanted, name, fits) => {
    const found = nodeName(pod({ nodeName: wanted }), on(node(name)));
    expect(found?.reasons).toEqual(fits ? undefined : ["node(s) didn't match the requested node name"]);
  });
});

// Cases: plugins/nodeunschedulable/node_unschedulable_test.go.
describe("NodeUnschedulable", () => {
  test.each([
    ["a pod is kept away from a cordoned node", true, undefined, false],
    ["a node that is not cordoned takes it", false, undefined, true],
    [
      "a pod that tolerates the taint goes there",
      true,
      [{ key: "node.kubernetes.io/unschedulable", effect: "NoSchedule", operator: "Exists" }],
      true,
    ],
  ])("SCHED-CORDON-01 %s", (_, unschedulable, tolerations, fits) => {
    const found = nodeUnschedulable(
      pod(tolerations ? { tolerations } : {}),
      on(node("n", { spec: { unschedulable } })),
    );
    expect(found?.reasons).toEqual(fits ? undefined : ["node(s) were unschedulable"]);
  });
});

// Cases: plugins/tainttoleration/taint_toleration_test.go TestTaintTolerationFilter.
describe("TaintToleration", () => {
  const dedicated = (effect: string, value = "user1") => ({ key: "dedicated", value, effect });
  test.each([
    ["no tolerations", [], [dedicated("NoSchedule")], false],
    ["an equal toleration", [dedicated("NoSchedule")], [dedicated("NoSchedule")], true],
    [
      "another value",
      [{ key: "dedicated", operator: "Equal", value: "user2", effect: "NoSchedule" }],
      [dedicated("NoSchedule")],
      false,
    ],
    [
      "any value",
      [{ key: "foo", operator: "Exists", effect: "NoSchedule" }],
      [{ key: "foo", value: "bar", effect: "NoSchedule" }],
      true,
    ],
    [
      "several of each",
      [dedicated("NoSchedule", "user2"), { key: "foo", operator: "Exists", effect: "NoSchedule" }],
      [dedicated("NoSchedule", "user2"), { key: "foo", value: "bar", effect: "NoSchedule" }],
      true,
    ],
    [
      "another effect",
      [{ key: "foo", value: "bar", effect: "PreferNoSchedule" }],
      [{ key: "foo", value: "bar", effect: "NoSchedule" }],
      false,
    ],
    [
      "a toleration of all effects",
      [{ key: "foo", value: "bar" }],
      [{ key: "foo", value: "bar", effect: "NoSchedule" }],
      true,
    ],
    ["a taint that is only a preference", [], [dedicated("PreferNoSchedule")], true],
  ])("SCHED-TAINT-01 %s", (_, tolerations, taints, fits) => {
    const found = taintToleration(pod({ tolerations }), on(node("n", { spec: { taints } })));
    expect(found?.reasons).toEqual(fits ? undefined : ["node(s) had untolerated taint(s)"]);
  });
});

// Cases: plugins/nodeaffinity/node_affinity_test.go TestNodeAffinity.
describe("NodeAffinity", () => {
  const field = (operator: string, ...values: string[]) => ({
    matchFields: [{ key: "metadata.name", operator, values }],
  });
  const required = (...nodeSelectorTerms: object[]): Pod =>
    pod({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } } },
    } as unknown as Partial<PodSpec>);

  test.each([
    ["no selector", pod(), true],
    ["a missing label", pod({ nodeSelector: { foo: "bar" } }), true],
    ["another value", pod({ nodeSelector: { foo: "baz" } }), false],
    ["In", required({ matchExpressions: [{ key: "foo", operator: "In", values: ["bar", "value2"] }] }), true],
    ["Gt", required({ matchExpressions: [{ key: "version", operator: "Gt", values: ["0204"] }] }), true],
    ["NotIn", required({ matchExpressions: [{ key: "mem", operator: "NotIn", values: ["value1"] }] }), true],
    ["an empty term", required({}), false],
    [
      "one of two terms",
      required(
        { matchExpressions: [{ key: "foo", operator: "In", values: ["other"] }] },
        { matchExpressions: [{ key: "foo", operator: "Exists" }] },
      ),
      true,
    ],
    ["the node's name", required(field("In", "node1")), true],
    ["another node's name", required(field("In", "node2")), false],
  ])("SCHED-AFFINITY-01 %s", (_, candidate, fits) => {
    const target = node("node1", { labels: { foo: "bar", version: "0206" } });
    expect(matchesAffinity(candidate, target)).toBe(fits);
    expect(nodeAffinity(candidate, on(target))?.reasons).toEqual(
      fits ? undefined : ["node(s) didn't match Pod's node affinity/selector"],
    );
  });

  test.each([
    ["no affinity", pod(), undefined],
    ["one name", required(field("In", "node1")), ["node1"]],
    ["two terms with a name each", required(field("In", "node2"), field("In", "node1")), ["node1", "node2"]],
    [
      "a term without names",
      required(field("In", "node1"), { matchExpressions: [{ key: "a", operator: "Exists" }] }),
      undefined,
    ],
    [
      "names that contradict each other",
      required({ matchFields: [...field("In", "node1").matchFields, ...field("In", "node2").matchFields] }),
      [],
    ],
    ["NotIn limits nothing", required(field("NotIn", "node1")), undefined],
  ])("SCHED-AFFINITY-02 the nodes that affinity names: %s", (_, candidate, expected) => {
    expect(pinnedNodes(candidate)).toEqual(expected);
  });
});

// Cases: plugins/nodeports/node_ports_test.go TestNodePorts (protocol/address/port).
describe("NodePorts", () => {
  const withPorts = (...ports: string[]): Pod =>
    pod({
      containers: [
        {
          name: "c",
          ports: ports.map((text) => {
            const [protocol, hostIP, hostPort] = text.split("/");
            return { protocol, hostIP, hostPort: Number(hostPort) } as unknown as ContainerPort;
          }),
        },
      ],
    });
  test.each([
    ["other port", ["UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/9090"], true],
    ["same udp port", ["UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/8080"], false],
    ["same tcp port", ["TCP/127.0.0.1/8080"], ["TCP/127.0.0.1/8080"], false],
    ["different host ip", ["TCP/127.0.0.1/8080"], ["TCP/127.0.0.2/8080"], true],
    ["different protocol", ["UDP/127.0.0.1/8080"], ["TCP/127.0.0.1/8080"], true],
    ["second udp port conflict", ["UDP/127.0.0.1/8000", "UDP/127.0.0.1/8080"], ["UDP/127.0.0.1/8080"], false],
    ["conflict due to 0.0.0.0", ["TCP/0.0.0.0/8001"], ["TCP/127.0.0.1/8001"], false],
    ["0.0.0.0 on the node", ["TCP/127.0.0.1/8001"], ["TCP/0.0.0.0/8001"], false],
    ["0.0.0.0, other protocol", ["TCP/127.0.0.1/8001"], ["UDP/0.0.0.0/8001"], true],
    ["no host ports", [], ["TCP/0.0.0.0/8001"], true],
  ])("SCHED-PORTS-01 %s", (_, wanted, used, fits) => {
    const found = nodePorts(withPorts(...wanted), on(node("n"), [withPorts(...used)]));
    expect(found?.reasons).toEqual(fits ? undefined : ["node(s) didn't have free ports for the requested pod ports"]);
  });
});

// Cases: plugins/noderesources/fit_test.go TestEnoughRequests: a node of 10m CPU, 20 bytes, 32 places.
describe("NodeResourcesFit", () => {
  const target = node("n", {
    allocatable: { cpu: "10m", memory: "20", pods: "32", "ephemeral-storage": "20", "example.com/aaa": "5" },
  });
  const asks = (...requests: Record<string, string>[]): Pod =>
    pod({ containers: requests.map((list) => container(list)) });
  const init = (main: Record<string, string>, ...inits: Container[]): Pod =>
    pod({ containers: [container(main)], initContainers: inits });
  test.each([
    ["no resources requested always fits", asks({}), asks({ cpu: "10m", memory: "20" }), []],
    [
      "too many resources fails",
      asks({ cpu: "1m", memory: "1" }),
      asks({ cpu: "10m", memory: "20" }),
      ["Insufficient cpu", "Insufficient memory"],
    ],
    [
      "too many resources fails due to init container cpu",
      init({ cpu: "1m", memory: "1" }, container({ cpu: "3m", memory: "1" })),
      asks({ cpu: "8m", memory: "19" }),
      ["Insufficient cpu"],
    ],
    [
      "the highest init container counts",
      init({ cpu: "1m", memory: "1" }, container({ cpu: "3m" }), container({ cpu: "2m" })),
      asks({ cpu: "8m", memory: "19" }),
      ["Insufficient cpu"],
    ],
    [
      "init container fits because it's the max, not sum, of containers and init containers",
      init({ cpu: "1m", memory: "1" }, container({ cpu: "1m", memory: "1" })),
      asks({ cpu: "9m", memory: "19" }),
      [],
    ],
    [
      "a sidecar counts with the containers",
      init({ cpu: "1m" }, container({ cpu: "1m" }, { restartPolicy: "Always" })),
      asks({ cpu: "9m" }),
      ["Insufficient cpu"],
    ],
    ["both resources fit", asks({ cpu: "1m", memory: "1" }), asks({ cpu: "5m", memory: "5" }), []],
    ["equal edge case", asks({ cpu: "5m", memory: "1" }), asks({ cpu: "5m", memory: "19" }), []],
    ["extended resource fits", asks({ "example.com/aaa": "1" }), asks({ "example.com/aaa": "4" }), []],
    [
      "extended resource capacity enforced",
      asks({ "example.com/aaa": "10" }),
      asks({}),
      ["Insufficient example.com/aaa"],
    ],
    [
      "extended resource unknown to the node",
      asks({ "example.com/bbb": "1" }),
      asks({}),
      ["Insufficient example.com/bbb"],
    ],
    ["ephemeral storage", asks({ "ephemeral-storage": "25" }), asks({}), ["Insufficient ephemeral-storage"]],
  ])("SCHED-FIT-01 %s", (_, candidate, running, reasons) => {
    expect(nodeResourcesFit(candidate, on(target, [running]))?.reasons ?? []).toEqual(reasons);
  });

  test("SCHED-FIT-02 a full node has too many pods, whatever they request", () => {
    const full = node("n", { allocatable: { pods: "1", cpu: "10m" } });
    expect(nodeResourcesFit(asks({}), on(full, [asks({})]))).toEqual({
      plugin: "NodeResourcesFit",
      reasons: ["Too many pods"],
      unresolvable: false,
    });
    expect(nodeResourcesFit(asks({ cpu: "20m" }), on(full, [asks({})]))?.reasons).toEqual([
      "Too many pods",
      "Insufficient cpu",
    ]);
  });

  test("SCHED-FIT-03 more than the whole node has is beyond the help of preemption", () => {
    expect(nodeResourcesFit(asks({ cpu: "11m" }), on(target))?.unresolvable).toBe(true);
    expect(nodeResourcesFit(asks({ cpu: "10m" }), on(target, [asks({ cpu: "1m" })]))?.unresolvable).toBe(false);
    expect(insufficientResources(asks({ cpu: "10m" }), on(target, [asks({ cpu: "1m" })]))).toEqual([
      { resource: "cpu", requested: 10, used: 1, capacity: 10, beyondCapacity: false },
    ]);
  });

  test("SCHED-FIT-05 what is missing is named in one order, whatever the pod's", () => {
    const greedy = asks({ "example.com/aaa": "9", memory: "99", "ephemeral-storage": "99", cpu: "99m" });
    expect(nodeResourcesFit(greedy, on(target))?.reasons).toEqual([
      "Insufficient cpu",
      "Insufficient memory",
      "Insufficient ephemeral-storage",
      "Insufficient example.com/aaa",
    ]);
  });

  test("SCHED-FIT-04 the pod's own requests replace those of its containers, its overhead comes on top", () => {
    const spec = {
      containers: [container({ cpu: "3m", memory: "3" })],
      resources: { requests: { cpu: "5m" } },
      overhead: { cpu: "1m" },
    };
    expect([...podRequests(pod(spec as Partial<PodSpec>))]).toEqual([
      ["cpu", 6],
      ["memory", 3],
    ]);
  });
});

test("SCHED-FILTER-01 only the first filter that says no is heard", () => {
  const bad = node("n", {
    spec: { unschedulable: true, taints: [{ key: "a", effect: "NoSchedule" }] },
    allocatable: {},
  });
  expect(rejection(pod(), on(bad))).toEqual({
    plugin: "NodeUnschedulable",
    reasons: ["node(s) were unschedulable"],
    unresolvable: true,
  });
});
