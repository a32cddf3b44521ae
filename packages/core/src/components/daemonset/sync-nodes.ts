import { type ApiRequest, type ApiResponse, isFailure } from "../../api/request.ts";
import type { Pod, PodTemplateSpec } from "../../kubernetes/types.ts";
import { aggregate, errorText, isNamespaceTerminating, isNotFound } from "../shared/api-error.ts";
import { creationObserved, deletionObserved, lowerExpectations, setExpectations } from "../shared/expectations.ts";
import { createPod, deletePod, podFromTemplate } from "../shared/pod-control.ts";
import { slowStart } from "../shared/slow-start.ts";
import { COMPONENT, type DaemonSync, wrotePod } from "./context.ts";
import { createPodTemplate, templateForNode, templateGeneration } from "./pod-template.ts";

/** At most so many pods are created, and as many deleted, before their effects are waited for. Source: daemon_controller.go BurstReplicas. */
export const BURST_REPLICAS = 250;

/** Pods to delete and nodes that need one, by name. */
export interface NodesToSync {
  readonly deletePods: Iterable<string>;
  readonly createOn: Iterable<string>;
}

/**
 * Creates and deletes pods, and expects to see that it has happened. Returns what went wrong.
 * Source: pkg/controller/daemon/daemon_controller.go syncNodes.
 */
export function* syncNodes(
  context: DaemonSync,
  hash: string,
  wanted: NodesToSync,
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const createOn = firstOf(wanted.createOn, BURST_REPLICAS);
  const deletePods = firstOf(wanted.deletePods, BURST_REPLICAS);
  const { sync, key } = context;
  setExpectations(sync.memory, key, createOn.length, deletePods.length, sync.now);

  const failed: string[] = createOn.length === 0 ? [] : yield* createPods(context, hash, createOn);
  for (const name of deletePods) {
    const error = yield* deleteByName(context, name);
    if (error !== undefined) failed.push(error);
  }
  return aggregate(failed);
}

function* createPods(
  context: DaemonSync,
  hash: string,
  nodeNames: readonly string[],
): Generator<ApiRequest, string[], ApiResponse> {
  const { sync, key, daemonSet } = context;
  const template = createPodTemplate(daemonSet.spec.template, templateGeneration(daemonSet), hash);
  const { errors, skipped } = yield* slowStart(nodeNames.length, (index) =>
    createOnNode(context, template, nodeNames[index] as string),
  );
  // What was not tried is not expected, and tried again later.
  if (skipped > 0) lowerExpectations(sync.memory, key, skipped, 0);
  return [...errors];
}

function* createOnNode(
  context: DaemonSync,
  template: PodTemplateSpec,
  nodeName: string,
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const { sync, key, daemonSet } = context;
  const response = yield* createPod(
    sync,
    { owner: daemonSet, component: COMPONENT },
    podFromTemplate(templateForNode(template, nodeName), daemonSet),
  );
  if (!isFailure(response)) {
    wrotePod(context, response.body as Pod);
    return undefined;
  }
  // With its namespace going, nothing can be created any more, and nobody need hear of it.
  if (isNamespaceTerminating(response)) return undefined;
  creationObserved(sync.memory, key);
  return errorText(response);
}

function* deleteByName(
  { sync, key, daemonSet, variants }: DaemonSync,
  name: string,
): Generator<ApiRequest, string | undefined, ApiResponse> {
  const response = yield* deletePod(sync, { owner: daemonSet, component: COMPONENT }, name);
  if (!isFailure(response)) return undefined;
  if (isNotFound(response) && !variants.seesThatPodsAreGone) return undefined;
  deletionObserved(sync.memory, key);
  return isNotFound(response) ? undefined : `unable to delete pods: ${errorText(response)}`;
}

function firstOf(list: Iterable<string>, count: number): readonly string[] {
  const found: string[] = [];
  for (const item of list) {
    found.push(item);
    if (found.length === count) break;
  }
  return found;
}
