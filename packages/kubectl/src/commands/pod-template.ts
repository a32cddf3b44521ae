import type { KubeObject, PodSpec } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";

/** Where the pod's spec is in the objects of each kind. Source: pkg/polymorphichelpers/updatepodspec.go. */
const SPEC_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ["Pod", ["spec"]],
  ["ReplicationController", ["spec", "template", "spec"]],
  ["Deployment", ["spec", "template", "spec"]],
  ["DaemonSet", ["spec", "template", "spec"]],
  ["ReplicaSet", ["spec", "template", "spec"]],
  ["StatefulSet", ["spec", "template", "spec"]],
  ["Job", ["spec", "template", "spec"]],
  ["CronJob", ["spec", "jobTemplate", "spec", "template", "spec"]],
]);

/** The object with the pod's spec that `change` makes of its own. @throws KubectlError where it has no pod's spec. */
export function updatePodSpec(object: KubeObject, change: (spec: PodSpec) => PodSpec): KubeObject {
  const path = SPEC_PATHS.get(object.kind);
  if (path === undefined) {
    throw new KubectlError(`the object is not a pod or does not have a pod template: ${goType(object)}`);
  }
  return updateAt(object as unknown as Tree, path, change as (value: unknown) => unknown) as unknown as KubeObject;
}

interface Tree {
  readonly [key: string]: unknown;
}

export function updateAt(tree: Tree, path: readonly string[], change: (value: unknown) => unknown): Tree {
  const [first = "", ...rest] = path;
  const inner = Object.hasOwn(tree, first) ? tree[first] : undefined;
  if (rest.length === 0) return { ...tree, [first]: change(inner ?? {}) };
  return { ...tree, [first]: updateAt((inner ?? {}) as Tree, rest, change) };
}

/** `*v1.Node`. */
function goType({ kind, apiVersion = "" }: KubeObject): string {
  return `*${apiVersion.slice(apiVersion.indexOf("/") + 1)}.${kind}`;
}
