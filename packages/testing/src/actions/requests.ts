import { applyManifest, machineObject, machineSpecOf, nodeObject } from "@kubetick/cluster";
import {
  type ApiRequest,
  type ClusterState,
  type ControllerRevision,
  type DaemonSet,
  handle,
  type MachineSpec,
  type Node,
  type Pod,
  type SimulatedMachine,
  type Taint,
} from "@kubetick/core";
import { DAEMON_SETS, Targets } from "./targets.ts";
import type { Strategy, UserAction } from "./user-action.ts";

const BY = "kubectl";

/**
 * What an action asks of the API server in a state: most often one request, none where what it is about is not there. They are
 * all the action needs: what kubectl would read first has been read from the state.
 */
export function requestsOf(action: UserAction, state: ClusterState): readonly ApiRequest[] {
  const targets = new Targets(state);
  if (action.act === "apply") return applied(action.manifest, state);
  if (action.act === "join") {
    const { name = targets.freeNodeName(), ...rest } = action.node;
    const machine = machineSpecOf(rest);
    return [
      ...(machine === undefined ? [] : [withMachine(name, machine, targets)]),
      { verb: "create", resource: "nodes", body: nodeObject({ name, ...rest }), by: BY },
    ];
  }
  if ("daemonSet" in action) {
    const daemonSet = targets.daemonSet(action.daemonSet);
    return daemonSet === undefined ? [] : ofDaemonSet(action, daemonSet, targets);
  }
  if ("pod" in action) {
    const pod = targets.pod(action.pod);
    return pod === undefined ? [] : [ofPod(action, pod)];
  }
  const node = targets.node(action.node);
  return node === undefined ? [] : ofNode(action, node, targets);
}

/** The writes of an apply that reads from the state. */
function applied(manifest: object, state: ClusterState): ApiRequest[] {
  const writes: ApiRequest[] = [];
  let current = state;
  const send = (request: ApiRequest) => {
    if (request.verb !== "get" && request.verb !== "list") writes.push(request);
    const { state: next, response } = handle(current, request);
    current = next;
    return response;
  };
  try {
    applyManifest(send, manifest);
  } catch (error) {
    // The server refuses it: so it will when the request is sent in earnest.
    if (writes.length === 0) throw error;
  }
  return writes;
}

type OfDaemonSet = Extract<UserAction, { daemonSet: unknown }>;

function ofDaemonSet(action: OfDaemonSet, daemonSet: DaemonSet, targets: Targets): readonly ApiRequest[] {
  const where = whereOf(DAEMON_SETS, daemonSet.metadata);
  const patched = (body: object): ApiRequest[] => [{ ...where, verb: "patch", patchType: "strategic", body }];
  const ofTemplate = (spec: object) => patched({ spec: { template: { spec } } });
  const [first] = daemonSet.spec.template.spec?.containers ?? [];
  switch (action.act) {
    case "setImage":
      return ofTemplate({ containers: [{ name: action.container ?? first?.name, image: action.image }] });
    case "setEnv":
      return ofTemplate({ containers: [{ name: first?.name, env: [{ name: action.name, value: action.value }] }] });
    case "editTemplate":
      return patched({ spec: { template: action.template } });
    case "setStrategy":
      return [
        {
          ...where,
          verb: "patch",
          patchType: "merge",
          body: { spec: { updateStrategy: strategyOf(action.strategy) } },
        },
      ];
    case "deleteDaemonSet":
      return [
        {
          ...where,
          verb: "delete",
          options: { propagationPolicy: action.cascade === "orphan" ? "Orphan" : "Background" },
        },
      ];
    case "rollback": {
      const revision = revisionToRestore(daemonSet, targets, action.toRevision);
      return revision === undefined ? [] : patched(revision.data);
    }
  }
}

function strategyOf(strategy: Strategy): object {
  if (strategy.type === "OnDelete") return { type: "OnDelete", rollingUpdate: null };
  const { type, ...rollingUpdate } = strategy;
  return { type, rollingUpdate };
}

/** Upstream: kubectl pkg/polymorphichelpers/rollback.go DaemonSetRollbacker. */
function revisionToRestore(
  { metadata }: DaemonSet,
  { view }: Targets,
  number: number | undefined,
): ControllerRevision | undefined {
  const revisions = view
    .controlledBy<ControllerRevision>("controllerrevisions.apps", metadata.uid)
    .toSorted((a, b) => (a.revision ?? 0) - (b.revision ?? 0));
  return number === undefined ? revisions.at(-2) : revisions.find(({ revision }) => revision === number);
}

type OfNode = Exclude<UserAction, OfDaemonSet | OfPod | { act: "apply" | "join" }>;

function ofNode(action: OfNode, node: Node, targets: Targets): readonly ApiRequest[] {
  const { name } = node.metadata;
  const where = whereOf("nodes", node.metadata);
  const patched = (body: object): ApiRequest[] => [{ ...where, verb: "patch", patchType: "merge", body }];
  const taints = node.spec?.taints ?? [];
  const retainted = (list: readonly Taint[]) => patched({ spec: { taints: list.length === 0 ? null : list } });
  switch (action.act) {
    case "leave":
      return [{ ...where, verb: "delete" }];
    case "fail":
      return [withMachine(name, { power: "Off" }, targets)];
    case "recover":
      return [withMachine(name, { power: "On" }, targets)];
    case "cordon":
    case "uncordon":
      return patched({ spec: { unschedulable: action.act === "cordon" ? true : null } });
    case "taint": {
      const { key, effect } = action;
      const others = taints.filter((taint) => taint.key !== key || taint.effect !== effect);
      return retainted([...others, { key, effect }]);
    }
    case "untaint":
      return retainted(taints.filter(({ key }) => key !== action.key));
    case "labelNode":
      return patched({ metadata: { labels: { [action.key]: action.value } } });
  }
}

const MACHINES = "machines.sim.kubetick.dev";

function withMachine(name: string, spec: MachineSpec, { view }: Targets): ApiRequest {
  if (view.get<SimulatedMachine>(MACHINES, name) === undefined)
    return { verb: "create", resource: MACHINES, body: machineObject(name, spec), by: BY };
  return { verb: "patch", resource: MACHINES, name, patchType: "merge", body: { spec }, by: BY };
}

type OfPod = Extract<UserAction, { pod: unknown }>;

function ofPod(action: OfPod, { metadata }: Pod): ApiRequest {
  const where = whereOf("pods", metadata);
  if (action.act === "labelPod")
    return {
      ...where,
      verb: "patch",
      patchType: "merge",
      body: { metadata: { labels: { [action.key]: action.value } } },
    };
  return action.now === true
    ? { ...where, verb: "delete", options: { gracePeriodSeconds: 0 } }
    : { ...where, verb: "delete" };
}

function whereOf(resource: string, { namespace, name }: { readonly namespace?: string; readonly name: string }) {
  return { resource, by: BY, name, ...(namespace === undefined ? {} : { namespace }) };
}
