import { targetNodeName } from "../../src/components/daemonset/pod-template.ts";
import type { Pod } from "../../src/kubernetes/types.ts";
import type { Component } from "../../src/machine/component.ts";
import { formatTime } from "../../src/time.ts";

/** Scheduler and kubelets in one, for tests of controllers: every pod is bound and ready, or gone, at once. */
export const instantKubelet: Component = {
  name: "instant-kubelet",
  watches: ["pods", "nodes"],
  onEvent: ({ resource, key, type }, { enqueue }) => {
    if (resource === "pods" && type !== "DELETED") enqueue(key);
  },
  *reconcile(key, sync) {
    const pod = sync.view.get<Pod>("pods", key);
    if (pod === undefined) return;
    const { namespace = "", name, deletionTimestamp } = pod.metadata;
    if (deletionTimestamp !== undefined) {
      yield { verb: "delete", resource: "pods", namespace, name, options: { gracePeriodSeconds: 0 } };
      return;
    }
    const node = targetNodeName(pod);
    if (node === undefined || sync.view.get("nodes", node) === undefined) return;
    if (!pod.spec?.nodeName) {
      const body = {
        apiVersion: "v1",
        kind: "Binding",
        metadata: { name, namespace },
        target: { apiVersion: "v1", kind: "Node", name: node },
      };
      yield { verb: "create", resource: "pods", namespace, name, subresource: "binding", body };
    }
    if (pod.status?.phase === "Pending" || pod.status?.phase === undefined) {
      const lastTransitionTime = formatTime(sync.now);
      const status = {
        phase: "Running",
        startTime: lastTransitionTime,
        conditions: [{ type: "Ready", status: "True", lastTransitionTime }],
      };
      yield {
        verb: "patch",
        resource: "pods",
        namespace,
        name,
        subresource: "status",
        patchType: "merge",
        body: { status },
      };
    }
  },
};
