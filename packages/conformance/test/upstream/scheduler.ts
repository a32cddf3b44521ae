import type { Filter, PluginName, Rejection } from "../../../core/src/components/scheduler/filters/filter.ts";
import { nodeAffinity, pinnedNodes } from "../../../core/src/components/scheduler/filters/node-affinity.ts";
import { nodeName } from "../../../core/src/components/scheduler/filters/node-name.ts";
import { nodePorts } from "../../../core/src/components/scheduler/filters/node-ports.ts";
import {
  fitsEmptyNode,
  insufficientResources,
  nodeResourcesFit,
  requestedResourcesIncreased,
} from "../../../core/src/components/scheduler/filters/node-resources-fit.ts";
import { nodeUnschedulable } from "../../../core/src/components/scheduler/filters/node-unschedulable.ts";
import { taintToleration } from "../../../core/src/components/scheduler/filters/taint-toleration.ts";
import { type NodeInfo, nodeInfo } from "../../../core/src/components/scheduler/node-info.ts";
import { nonZeroRequests, podRequests } from "../../../core/src/components/scheduler/pod-requests.ts";
import {
  nodeChangeHelps,
  podRemovalHelps,
  podUpdateHelps,
} from "../../../core/src/components/scheduler/queueing-hints.ts";
import { bestNode, leastAllocatedScore } from "../../../core/src/components/scheduler/score.ts";
import { nodeOf, podOf, type ShortNode, type ShortPod } from "./objects.ts";
import type { Case } from "./table.ts";

/** The inputs of the scheduler's tables. */
interface Inputs extends Case {
  readonly pod: ShortPod;
  /** The pods that are on the node (for scores: on the node that they name). */
  readonly pods?: readonly ShortPod[];
  readonly node?: ShortNode;
  readonly nodes?: Readonly<Record<string, ShortNode>>;
  readonly allocatable?: Readonly<Record<string, string>>;
  /** The node, or the pod, before it changed. */
  readonly before?: ShortNode & ShortPod;
  readonly removed?: ShortPod;
}

function infoOf({ node = {}, pods = [], allocatable }: Inputs): NodeInfo {
  return nodeInfo(nodeOf(allocatable === undefined ? node : { ...node, allocatable }), () =>
    pods.map((pod) => podOf(pod)),
  );
}

function infosOf({ nodes = {}, pods = [] }: Inputs): readonly NodeInfo[] {
  return Object.entries(nodes).map(([name, node]) =>
    nodeInfo(nodeOf({ ...node, name }), () => pods.filter((pod) => pod.nodeName === name).map((pod) => podOf(pod))),
  );
}

function verdict(rejection: Rejection | undefined): unknown {
  return rejection === undefined ? "fits" : { reasons: rejection.reasons, unresolvable: rejection.unresolvable };
}

const filter =
  (ask: Filter) =>
  (inputs: Inputs): unknown =>
    verdict(ask(podOf(inputs.pod), infoOf(inputs)));

/** With what else the case expects: the nodes that the affinity names. */
function affinity({ expected, ...inputs }: Inputs): unknown {
  const rejection = filter(nodeAffinity)(inputs as Inputs);
  return "pinned" in (expected as object)
    ? { rejection, pinned: pinnedNodes(podOf(inputs.pod)) ?? "any" }
    : { rejection };
}

/** With what else the case expects: each resource of which there is too little. */
function fit({ expected, ...inputs }: Inputs): unknown {
  const rejection = filter(nodeResourcesFit)(inputs as Inputs);
  if (!("insufficient" in (expected as object))) return { rejection };
  return { rejection, insufficient: insufficientResources(podOf(inputs.pod), infoOf(inputs as Inputs)) };
}

/** Upstream's scores as far as they decide: the highest wins, among equals the least name. */
function winner(inputs: Inputs): unknown {
  const scores = inputs.expected as Readonly<Record<string, number>>;
  const best = bestNode(podOf(inputs.pod), infosOf(inputs))?.node.metadata.name ?? "";
  const highest = Math.max(...Object.values(scores));
  const [least] = Object.keys(scores)
    .filter((name) => scores[name] === highest)
    .sort();
  return best === least ? scores : `${best} is taken for the best`;
}

const change = (plugin: PluginName) => (inputs: Inputs) => {
  const before = inputs.before === undefined ? undefined : nodeOf(inputs.before);
  return nodeChangeHelps(plugin, podOf(inputs.pod), before, nodeOf(inputs.node ?? {}));
};
const removal = (plugin: PluginName) => (inputs: Inputs) =>
  podRemovalHelps(plugin, podOf(inputs.pod), podOf(inputs.removed ?? {}));
const update = (plugin: PluginName) => (inputs: Inputs) =>
  podUpdateHelps(plugin, podOf(inputs.before ?? {}), podOf(inputs.pod));

/** By the name that the tables give to the function. */
export const SCHEDULER: Readonly<Record<string, (inputs: Inputs) => unknown>> = {
  nodeName: filter(nodeName),
  nodeUnschedulable: filter(nodeUnschedulable),
  taintToleration: filter(taintToleration),
  nodePorts: filter(nodePorts),
  "nodePorts fits": (inputs) => nodePorts(podOf(inputs.pod), infoOf(inputs)) === undefined,
  nodeAffinity: affinity,
  nodeResourcesFit: fit,
  bestNode: winner,
  leastAllocatedScore: (inputs) =>
    Object.fromEntries(
      infosOf(inputs).map((info) => [info.node.metadata.name, leastAllocatedScore(podOf(inputs.pod), info)]),
    ),
  fitsEmptyNode: ({ pod, node = {} }) => fitsEmptyNode(podOf(pod), nodeOf(node)),
  requestedResourcesIncreased: ({ pod, before = {}, node = {} }) =>
    requestedResourcesIncreased(podOf(pod), nodeOf(before), nodeOf(node)),
  podRequests: ({ pod }) => Object.fromEntries(podRequests(podOf(pod))),
  nonZeroRequests: ({ pod }) => Object.fromEntries(nonZeroRequests(podOf(pod))),
  "nodeChangeHelps TaintToleration": change("TaintToleration"),
  "nodeChangeHelps NodeAffinity": change("NodeAffinity"),
  "nodeChangeHelps NodeUnschedulable": change("NodeUnschedulable"),
  "nodeChangeHelps NodeResourcesFit": change("NodeResourcesFit"),
  "podRemovalHelps NodePorts": removal("NodePorts"),
  "podRemovalHelps NodeResourcesFit": removal("NodeResourcesFit"),
  "podUpdateHelps TaintToleration": update("TaintToleration"),
  "podUpdateHelps NodeUnschedulable": update("NodeUnschedulable"),
};
