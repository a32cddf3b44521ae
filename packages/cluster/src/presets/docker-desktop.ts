import { Cluster, type ClusterOptions } from "../cluster.ts";
import type { Duration } from "../duration.ts";
import { CORE_DNS, KUBE_PROXY, STATIC_PODS } from "./kubeadm.ts";

export interface DockerDesktopOptions
  extends Pick<ClusterOptions, "seed" | "startsAt" | "images" | "components" | "strategies"> {
  /** How long the cluster has been running. Default: 4 days and 20 hours. */
  readonly age?: Duration;
}

const NODE = "docker-desktop";

/**
 * A cluster like Docker Desktop's: one node that is control plane and worker, with the control plane in static pods,
 * kube-proxy as a DaemonSet and two replicas of coredns.
 *
 * @example dockerDesktop().daemonSets.get("kube-system/kube-proxy").status.numberReady // 1
 */
export function dockerDesktop({ age = "4d20h", ...options }: DockerDesktopOptions = {}): Cluster {
  const cluster = new Cluster(options);
  cluster.api.create("machines.sim.kubetick.dev", {
    apiVersion: "sim.kubetick.dev/v1",
    kind: "Machine",
    metadata: { name: NODE },
    spec: { staticPods: STATIC_PODS },
  });
  cluster.addNode({
    name: NODE,
    labels: {
      "node-role.kubernetes.io/control-plane": "",
      "node.kubernetes.io/exclude-from-external-load-balancers": "",
    },
  });
  return cluster.apply([KUBE_PROXY, CORE_DNS]).advance(age);
}
