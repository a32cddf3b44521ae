/** A valid object of many kinds, with as many fields as make sense: what fuzzing starts from. */

export interface Manifest {
  readonly resource: string;
  readonly namespace?: string;
  readonly body: object;
}

const CONTAINER = {
  name: "c",
  image: "example.com/app:1",
  command: ["run"],
  args: ["--fast"],
  ports: [{ name: "web", containerPort: 8080, hostPort: 8080, protocol: "TCP" }],
  env: [
    { name: "A", value: "1" },
    { name: "B", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } },
    { name: "C", valueFrom: { resourceFieldRef: { resource: "limits.cpu", divisor: "1m" } } },
  ],
  envFrom: [{ configMapRef: { name: "settings" }, prefix: "P_" }],
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "1", memory: "128Mi" } },
  readinessProbe: { httpGet: { path: "/", port: "web" }, periodSeconds: 5, failureThreshold: 2 },
  livenessProbe: { exec: { command: ["true"] }, initialDelaySeconds: 3, terminationGracePeriodSeconds: 5 },
  startupProbe: { tcpSocket: { port: 8080 }, periodSeconds: 1 },
  lifecycle: { preStop: { sleep: { seconds: 2 } }, postStart: { exec: { command: ["true"] } } },
  volumeMounts: [{ name: "data", mountPath: "/data", readOnly: true }],
  securityContext: { runAsUser: 1000, capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] } },
};

const POD_SPEC = {
  initContainers: [
    { name: "init", image: "init:1" },
    { name: "sidecar", image: "sidecar:1", restartPolicy: "Always" },
  ],
  containers: [CONTAINER],
  volumes: [
    { name: "data", emptyDir: { sizeLimit: "1Gi" } },
    { name: "all", projected: { sources: [{ configMap: { name: "settings", items: [{ key: "k", path: "p" }] } }] } },
  ],
  nodeSelector: { "kubernetes.io/os": "linux" },
  terminationGracePeriodSeconds: 3,
  priorityClassName: "system-node-critical",
  tolerations: [{ key: "node.kubernetes.io/not-ready", operator: "Exists", effect: "NoExecute", tolerationSeconds: 5 }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          {
            matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["node-1", "node-2"] }],
            matchFields: [{ key: "metadata.name", operator: "In", values: ["node-1"] }],
          },
        ],
      },
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, preference: { matchExpressions: [{ key: "size", operator: "Gt", values: ["3"] }] } },
      ],
    },
  },
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: "a" } },
    },
  ],
  readinessGates: [{ conditionType: "example.com/gate" }],
  hostAliases: [{ ip: "10.0.0.1", hostnames: ["a.b"] }],
  dnsConfig: { nameservers: ["10.0.0.10"], options: [{ name: "ndots", value: "2" }] },
};

const SIMPLE_POD_SPEC = { containers: [{ name: "c", image: "example.com/app:1" }] };

const template = (spec: object = SIMPLE_POD_SPEC) => ({ metadata: { labels: { app: "new" } }, spec });
const selector = {
  matchLabels: { app: "new" },
  matchExpressions: [{ key: "app", operator: "In", values: ["new", "b"] }],
};

function meta(name: string): object {
  return {
    name,
    labels: { app: "new", "example.com/tier": "back" },
    annotations: { note: "text" },
    finalizers: ["example.com/hold"],
    ownerReferences: [
      { apiVersion: "v1", kind: "ConfigMap", name: "owner", uid: "0-1", controller: true, blockOwnerDeletion: true },
    ],
  };
}

const CORE: readonly Manifest[] = [
  {
    resource: "pods",
    namespace: "default",
    body: { apiVersion: "v1", kind: "Pod", metadata: meta("new"), spec: { ...POD_SPEC, activeDeadlineSeconds: 500 } },
  },
  {
    resource: "pods",
    namespace: "default",
    body: {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { generateName: "static-", annotations: { "kubernetes.io/config.mirror": "x" } },
      spec: { ...SIMPLE_POD_SPEC, nodeName: "node-1" },
    },
  },
  {
    resource: "nodes",
    body: {
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: "new", labels: { "kubernetes.io/hostname": "new", "kubernetes.io/os": "linux" } },
      spec: {
        podCIDR: "10.1.0.0/24",
        podCIDRs: ["10.1.0.0/24"],
        unschedulable: false,
        taints: [{ key: "dedicated", value: "x", effect: "NoExecute", timeAdded: "2026-01-01T00:00:00Z" }],
      },
      status: {
        capacity: { cpu: "4", memory: "8Gi", pods: "10" },
        allocatable: { cpu: "4", memory: "8Gi", pods: "10" },
        addresses: [{ type: "InternalIP", address: "10.0.0.9" }],
        conditions: [
          {
            type: "Ready",
            status: "True",
            reason: "KubeletReady",
            lastHeartbeatTime: "2026-01-01T00:00:00Z",
            lastTransitionTime: "2026-01-01T00:00:00Z",
          },
        ],
        nodeInfo: { kubeletVersion: "v1.37.2" },
        images: [{ names: ["a:1"], sizeBytes: 3 }],
      },
    },
  },
  {
    resource: "namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "new" }, spec: { finalizers: ["kubernetes"] } },
  },
  {
    resource: "configmaps",
    namespace: "default",
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: meta("new"), data: { k: "v" }, binaryData: { b: "AAEC" } },
  },
  {
    resource: "services",
    namespace: "default",
    body: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "new" },
      spec: { selector: { app: "new" }, ports: [{ port: 80, targetPort: "web" }] },
    },
  },
  {
    resource: "events",
    namespace: "default",
    body: {
      apiVersion: "v1",
      kind: "Event",
      metadata: { name: "new" },
      involvedObject: { kind: "Pod", namespace: "default", name: "new", apiVersion: "v1", uid: "u" },
      reason: "Tested",
      message: "text",
      type: "Normal",
      count: 1,
      firstTimestamp: "2026-01-01T00:00:00Z",
      lastTimestamp: "2026-01-01T00:00:00Z",
      eventTime: null,
      series: { count: 2, lastObservedTime: "2026-01-01T00:00:00.000000Z" },
    },
  },
];

const APPS: readonly Manifest[] = [
  {
    resource: "daemonsets.apps",
    namespace: "default",
    body: {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: {
        ...meta("new"),
        annotations: {
          "deprecated.daemonset.template.generation": "1",
          "sim.kubetick.dev/update-strategy": "RollingUpdate",
        },
      },
      spec: {
        selector,
        template: template(),
        updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "50%", maxSurge: 0 } },
        minReadySeconds: 1,
        revisionHistoryLimit: 2,
      },
      status: { collisionCount: 1, conditions: [{ type: "X", status: "True" }] },
    },
  },
  {
    resource: "daemonsets.apps",
    namespace: "kube-system",
    body: {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: "full" },
      spec: {
        selector: { matchLabels: { app: "new" } },
        template: template(POD_SPEC),
        updateStrategy: { type: "OnDelete" },
      },
    },
  },
  {
    resource: "deployments.apps",
    namespace: "default",
    body: {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "new", annotations: { "deployment.kubernetes.io/revision": "1" } },
      spec: {
        replicas: 2,
        selector,
        template: template(),
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: "25%" } },
        progressDeadlineSeconds: 60,
        minReadySeconds: 1,
        revisionHistoryLimit: 1,
      },
    },
  },
  {
    resource: "replicasets.apps",
    namespace: "default",
    body: {
      apiVersion: "apps/v1",
      kind: "ReplicaSet",
      metadata: { name: "new", annotations: { "deployment.kubernetes.io/desired-replicas": "2" } },
      spec: { replicas: 2, selector, template: template(), minReadySeconds: 1 },
    },
  },
  {
    resource: "controllerrevisions.apps",
    namespace: "default",
    body: {
      apiVersion: "apps/v1",
      kind: "ControllerRevision",
      metadata: { name: "new", labels: { app: "agent", "controller-revision-hash": "x" } },
      data: {
        spec: { template: { $patch: "replace", metadata: { labels: { app: "agent" } }, spec: SIMPLE_POD_SPEC } },
      },
      revision: 3,
    },
  },
];

const OTHERS: readonly Manifest[] = [
  {
    resource: "leases.coordination.k8s.io",
    namespace: "kube-node-lease",
    body: {
      apiVersion: "coordination.k8s.io/v1",
      kind: "Lease",
      metadata: { name: "new" },
      spec: { holderIdentity: "new", leaseDurationSeconds: 40, renewTime: "2026-01-01T00:00:00.000000Z" },
    },
  },
  {
    resource: "priorityclasses.scheduling.k8s.io",
    body: {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: "new" },
      value: 10,
      globalDefault: true,
      preemptionPolicy: "Never",
    },
  },
  {
    resource: "poddisruptionbudgets.policy",
    namespace: "default",
    body: {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name: "new" },
      spec: { minAvailable: "50%", selector },
    },
  },
  {
    resource: "customresourcedefinitions.apiextensions.k8s.io",
    body: {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "others.example.com" },
      spec: {
        group: "example.com",
        names: { plural: "others", singular: "other", kind: "Other", listKind: "OtherList" },
        scope: "Namespaced",
        versions: [
          {
            name: "v1",
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: { openAPIV3Schema: { type: "object", properties: { spec: { type: "object" } } } },
          },
        ],
      },
    },
  },
  {
    resource: "widgets.example.com",
    namespace: "default",
    body: {
      apiVersion: "example.com/v1",
      kind: "Widget",
      metadata: meta("new"),
      spec: { size: 3 },
      status: { ok: true },
    },
  },
  {
    resource: "machines.sim.kubetick.dev",
    body: {
      apiVersion: "sim.kubetick.dev/v1",
      kind: "Machine",
      metadata: { name: "node-1" },
      spec: {
        power: "On",
        bootTime: 100,
        slowdown: 2,
        capacity: { cpu: "2", memory: "1Gi" },
        staticPods: [{ apiVersion: "v1", kind: "Pod", metadata: { name: "static" }, spec: SIMPLE_POD_SPEC }],
      },
    },
  },
  {
    resource: "imagebehaviours.sim.kubetick.dev",
    body: {
      apiVersion: "sim.kubetick.dev/v1",
      kind: "ImageBehaviour",
      metadata: { name: "new" },
      spec: {
        image: "example.com/*",
        node: "node-*",
        env: { A: "1" },
        pullTime: 100,
        startTime: 10,
        exits: [{ after: 500, code: 1, reason: "Error", message: "m" }, {}],
        readiness: [{ from: 0, ok: false, output: "no" }],
        stopTime: 10,
        stopCode: 1,
      },
    },
  },
];

export const MANIFESTS: readonly Manifest[] = [...CORE, ...APPS, ...OTHERS];

/** Bodies of the subresources that take one of their own. */
export const SUBRESOURCE_BODIES: readonly { readonly subresource: string; readonly body: object }[] = [
  {
    subresource: "binding",
    body: {
      apiVersion: "v1",
      kind: "Binding",
      metadata: { name: "x", labels: { a: "b" }, annotations: { c: "d" } },
      target: { apiVersion: "v1", kind: "Node", name: "node-1" },
    },
  },
  {
    subresource: "eviction",
    body: {
      apiVersion: "policy/v1",
      kind: "Eviction",
      metadata: { name: "x" },
      deleteOptions: { gracePeriodSeconds: 1, preconditions: { uid: "u" }, dryRun: ["All"] },
    },
  },
  {
    subresource: "scale",
    body: { apiVersion: "autoscaling/v1", kind: "Scale", metadata: { name: "x" }, spec: { replicas: 3 } },
  },
];

export const DELETE_OPTIONS = {
  apiVersion: "v1",
  kind: "DeleteOptions",
  gracePeriodSeconds: 1,
  propagationPolicy: "Foreground",
  preconditions: { uid: "u", resourceVersion: "1" },
  dryRun: ["All"],
  orphanDependents: true,
};
