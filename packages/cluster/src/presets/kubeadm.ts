/**
 * What kubeadm v1.37 puts into a new cluster, as far as the simulation has use for it: names, labels, images, resources
 * and tolerations; no certificates, volumes or flags.
 *
 * Source: cmd/kubeadm/app/phases/controlplane/manifests.go, cmd/kubeadm/app/phases/etcd/local.go,
 * cmd/kubeadm/app/phases/addons/{proxy,dns}/manifests.go.
 */
import type { Pod } from "@kubetick/core";

const KUBERNETES_VERSION = "v1.37.2";

function staticPod(component: string, image: string, requests: Record<string, string>): Pod {
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: component, namespace: "kube-system", labels: { component, tier: "control-plane" } },
    spec: {
      containers: [{ name: component, image, imagePullPolicy: "IfNotPresent", resources: { requests } }],
      hostNetwork: true,
      priorityClassName: "system-node-critical",
      securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    },
  } as unknown as Pod;
}

export const STATIC_PODS: readonly Pod[] = [
  staticPod("etcd", "registry.k8s.io/etcd:3.6.16-0", { cpu: "100m", memory: "100Mi" }),
  staticPod("kube-apiserver", `registry.k8s.io/kube-apiserver:${KUBERNETES_VERSION}`, { cpu: "250m" }),
  staticPod("kube-controller-manager", `registry.k8s.io/kube-controller-manager:${KUBERNETES_VERSION}`, {
    cpu: "200m",
  }),
  staticPod("kube-scheduler", `registry.k8s.io/kube-scheduler:${KUBERNETES_VERSION}`, { cpu: "100m" }),
];

export const KUBE_PROXY = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "kube-proxy", namespace: "kube-system", labels: { "k8s-app": "kube-proxy" } },
  spec: {
    selector: { matchLabels: { "k8s-app": "kube-proxy" } },
    updateStrategy: { type: "RollingUpdate" },
    template: {
      metadata: { labels: { "k8s-app": "kube-proxy" } },
      spec: {
        priorityClassName: "system-node-critical",
        containers: [
          {
            name: "kube-proxy",
            image: `registry.k8s.io/kube-proxy:${KUBERNETES_VERSION}`,
            imagePullPolicy: "IfNotPresent",
            securityContext: { privileged: true },
          },
        ],
        hostNetwork: true,
        serviceAccountName: "kube-proxy",
        tolerations: [{ operator: "Exists" }],
        nodeSelector: { "kubernetes.io/os": "linux" },
      },
    },
  },
};

export const CORE_DNS = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "coredns", namespace: "kube-system", labels: { "k8s-app": "kube-dns" } },
  spec: {
    replicas: 2,
    strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1 } },
    selector: { matchLabels: { "k8s-app": "kube-dns" } },
    template: {
      metadata: { labels: { "k8s-app": "kube-dns" } },
      spec: {
        priorityClassName: "system-cluster-critical",
        serviceAccountName: "coredns",
        tolerations: [
          { key: "CriticalAddonsOnly", operator: "Exists" },
          { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" },
        ],
        nodeSelector: { "kubernetes.io/os": "linux" },
        containers: [
          {
            name: "coredns",
            image: "registry.k8s.io/coredns/coredns:v1.14.3",
            imagePullPolicy: "IfNotPresent",
            resources: { limits: { memory: "170Mi" }, requests: { cpu: "100m", memory: "70Mi" } },
            ports: [
              { containerPort: 53, name: "dns", protocol: "UDP" },
              { containerPort: 53, name: "dns-tcp", protocol: "TCP" },
              { containerPort: 9153, name: "metrics", protocol: "TCP" },
            ],
            livenessProbe: {
              httpGet: { path: "/health", port: 8080, scheme: "HTTP" },
              initialDelaySeconds: 60,
              timeoutSeconds: 5,
              successThreshold: 1,
              failureThreshold: 5,
            },
            readinessProbe: { httpGet: { path: "/ready", port: 8181, scheme: "HTTP" } },
          },
        ],
        dnsPolicy: "Default",
      },
    },
  },
};
