import { type ApiRequest, type ApiResponse, isFailure, type KubeObject } from "../../api/request.ts";
import type { Pod, PodTemplateSpec } from "../../kubernetes/types.ts";
import type { Sync } from "../../machine/component.ts";
import { recordEvent } from "../events/recorder.ts";
import { errorText, isNamespaceTerminating, isNotFound } from "./api-error.ts";
import { controllerRef, referenceTo } from "./controller-ref.ts";

/** For whom pods are created and deleted: the events are about it. */
export interface PodOwner {
  readonly owner: KubeObject;
  /** `daemonset-controller`: the source of the events. */
  readonly component: string;
}

const MAX_NAME = 253;

/** Source: pkg/controller/controller_utils.go getPodsPrefix. */
function podsPrefix(name: string): string {
  return name.length < MAX_NAME ? `${name}-` : name;
}

/** The pod that a template makes. Source: pkg/controller/controller_utils.go GetPodFromTemplate. */
export function podFromTemplate(template: PodTemplateSpec, owner: KubeObject): object {
  const { labels, annotations, finalizers } = template.metadata ?? {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      generateName: podsPrefix(owner.metadata.name),
      ...(hasEntries(annotations) ? { annotations } : {}),
      ...(finalizers !== undefined && finalizers.length > 0 ? { finalizers } : {}),
      ...(hasEntries(labels) ? { labels } : {}),
      ownerReferences: [controllerRef(owner)],
    },
    spec: template.spec,
  };
}

function hasEntries(map: Readonly<Record<string, string>> | undefined): boolean {
  return map !== undefined && Object.keys(map).length > 0;
}

/** Creates a pod, and says so. Returns the server's answer. Source: controller_utils.go RealPodControl.createPods. */
export function* createPod(sync: Sync, by: PodOwner, pod: object): Generator<ApiRequest, ApiResponse, ApiResponse> {
  const response = yield { verb: "create", resource: "pods", namespace: by.owner.metadata.namespace ?? "", body: pod };
  if (!isFailure(response))
    yield* say(sync, by, "Normal", "SuccessfulCreate", `Created pod: ${(response.body as Pod).metadata.name}`);
  else if (!isNamespaceTerminating(response))
    yield* say(sync, by, "Warning", "FailedCreate", `Error creating: ${errorText(response)}`);
  return response;
}

/** Deletes a pod, and says so. Returns the server's answer. Source: controller_utils.go RealPodControl.DeletePod. */
export function* deletePod(sync: Sync, by: PodOwner, name: string): Generator<ApiRequest, ApiResponse, ApiResponse> {
  const response = yield { verb: "delete", resource: "pods", namespace: by.owner.metadata.namespace ?? "", name };
  if (!isFailure(response)) yield* say(sync, by, "Normal", "SuccessfulDelete", `Deleted pod: ${name}`);
  else if (!isNotFound(response))
    yield* say(sync, by, "Warning", "FailedDelete", `Error deleting: ${errorText(response)}`);
  return response;
}

function say(
  sync: Sync,
  { owner, component }: PodOwner,
  type: "Normal" | "Warning",
  reason: string,
  message: string,
): ReturnType<typeof recordEvent> {
  return recordEvent(sync, { involvedObject: referenceTo(owner), type, reason, message, component });
}
