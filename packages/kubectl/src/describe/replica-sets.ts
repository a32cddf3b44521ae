import type { Deployment, PodTemplateSpec, ReplicaSet } from "@kubetick/core";
import { toJsonLine } from "../print/json.ts";
import { compare, selectorString } from "../print/labels.ts";
import type { DescribeWorld } from "./world.ts";

const HASH_LABEL = "pod-template-hash";

/**
 * The ReplicaSets of a Deployment: the one of its present template, and all others.
 *
 * Source: kubectl/pkg/util/deployment GetAllReplicaSetsInChunks.
 */
export function newAndOldReplicaSets(deployment: Deployment, world: DescribeWorld) {
  const labelSelector = selectorString(deployment.spec?.selector);
  const listed = world.list<ReplicaSet>("replicasets.apps", deployment.metadata.namespace ?? "", { labelSelector });
  const own = listed
    .filter((rs) => rs.metadata.ownerReferences?.find((r) => r.controller)?.uid === deployment.metadata.uid)
    .sort((a, b) => compare(age(a), age(b)));
  const template = comparable(deployment.spec?.template);
  const newest = own.find((rs) => comparable(rs.spec?.template) === template);
  return {
    newer: newest === undefined ? [] : [newest],
    older: own.filter((rs) => rs !== newest),
  };
}

function age({ metadata }: ReplicaSet): string {
  return `${metadata.creationTimestamp} ${metadata.name}`;
}

/** A template as text, without the label that the Deployment controller adds. */
function comparable(template: PodTemplateSpec | undefined): string {
  const { [HASH_LABEL]: _, ...labels } = template?.metadata?.labels ?? {};
  return toJsonLine({ ...template, metadata: { ...template?.metadata, labels } });
}
