import { addOrUpdateToleration } from "../../../api/taint.ts";
import type { Node, ObjectMeta, Pod } from "../../../kubernetes/types.ts";
import { formatTime } from "../../../time.ts";
import { hexDigest } from "../identifiers.ts";
import type { Machine } from "../machine.ts";
import { CONFIG_HASH, CONFIG_MIRROR, CONFIG_SEEN, CONFIG_SOURCE } from "../static-pod.ts";

/** The mirror pods of the manifests on a machine. What is no pod is left out. */
export function mirrorPods(machine: Machine | undefined, node: Node, now: number): readonly Pod[] {
  const manifests: unknown = machine?.spec?.staticPods;
  if (!Array.isArray(manifests)) return [];
  return manifests.filter(isManifest).map((manifest) => mirrorPod(manifest, node, now));
}

function isManifest(manifest: unknown): manifest is Pod {
  const { metadata, spec } = (manifest ?? {}) as { metadata?: Partial<ObjectMeta>; spec?: { containers?: unknown } };
  return typeof metadata?.name === "string" && Array.isArray(spec?.containers);
}

/**
 * What shows a static pod in the API: its name ends in the node's, the node owns it, and no taint evicts it.
 * Source: pkg/kubelet/config/common.go applyDefaults, pkg/kubelet/pod/mirror_client.go CreateMirrorPod.
 */
function mirrorPod(manifest: Pod, node: Node, now: number): Pod {
  const nodeName = node.metadata.name ?? "";
  const { name, namespace = "default", labels, annotations } = manifest.metadata;
  const hash = hexDigest(`${nodeName}/${namespace}/${name}/${JSON.stringify(manifest.spec)}`).slice(0, 32);
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name: `${name}-${nodeName.toLowerCase()}`,
      namespace,
      ...(labels === undefined ? {} : { labels }),
      annotations: {
        ...annotations,
        [CONFIG_HASH]: hash,
        [CONFIG_MIRROR]: hash,
        [CONFIG_SEEN]: formatTime(now),
        [CONFIG_SOURCE]: "file",
      },
      ownerReferences: [
        { apiVersion: "v1", kind: "Node", name: nodeName, uid: node.metadata.uid ?? "", controller: true },
      ],
    },
    spec: {
      ...manifest.spec,
      containers: manifest.spec?.containers ?? [],
      nodeName,
      tolerations: addOrUpdateToleration(manifest.spec?.tolerations ?? [], { effect: "NoExecute", operator: "Exists" }),
    },
  };
  // The API adds what of the metadata is its own.
  return pod as unknown as Pod;
}
