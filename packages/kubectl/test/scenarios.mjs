// What record.mjs records: clusters' states, and the command lines to print them with.

const FLUENTD = `
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: fluentd-elasticsearch
  namespace: kube-system
  labels: {k8s-app: fluentd-logging}
spec:
  selector: {matchLabels: {name: fluentd-elasticsearch}}
  updateStrategy: {type: RollingUpdate}
  template:
    metadata: {labels: {name: fluentd-elasticsearch}}
    spec:
      containers:
      - name: fluentd-elasticsearch
        image: fluent/fluentd-kubernetes-daemonset:elasticsearch
        env: [{name: testenv, value: value}]
        resources: {limits: {memory: 200Mi}, requests: {cpu: 100m, memory: 200Mi}}
`;

/** Every field that a description shows. */
const FULL_POD_SPEC = `
      priorityClassName: system-node-critical
      nodeSelector: {kubernetes.io/os: linux, disk: ssd}
      securityContext: {seccompProfile: {type: RuntimeDefault}}
      serviceAccountName: robot
      tolerations:
      - {operator: Exists, key: node-role.kubernetes.io/control-plane, effect: NoSchedule}
      - {key: dedicated, value: logs, effect: NoExecute, tolerationSeconds: 30}
      - {key: plain, value: x}
      topologySpreadConstraints:
      - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, labelSelector: {matchLabels: {app: full}}}
      - {maxSkew: 2, topologyKey: rack, whenUnsatisfiable: DoNotSchedule}
      initContainers:
      - {name: prepare, image: "busybox:1.36", command: [sh, -c, "echo one\\necho two"]}
      - {name: sidecar, image: "proxy:2", restartPolicy: Always, ports: [{containerPort: 15001}]}
      containers:
      - name: main
        image: app:1.2
        command: [/app]
        args: [--verbose, "--text=a b"]
        ports:
        - {name: http, containerPort: 8080}
        - {name: metrics, containerPort: 9090, hostPort: 19090, protocol: UDP}
        env:
        - {name: PLAIN, value: "two\\nlines"}
        - {name: EMPTY}
        - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
        - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
        - {name: APP, valueFrom: {fieldRef: {fieldPath: "metadata.labels['app']"}}}
        - {name: CPU, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
        - {name: MEM, valueFrom: {resourceFieldRef: {resource: requests.memory, divisor: 1Mi}}}
        - {name: SECRET, valueFrom: {secretKeyRef: {name: keys, key: token, optional: true}}}
        - {name: CONFIG, valueFrom: {configMapKeyRef: {name: conf, key: level}}}
        envFrom:
        - {configMapRef: {name: conf}}
        - {prefix: S_, secretRef: {name: keys, optional: true}}
        livenessProbe: {httpGet: {path: "/healthz?x=1", port: http}, initialDelaySeconds: 5, periodSeconds: 7}
        readinessProbe: {exec: {command: [cat, /ready]}, failureThreshold: 9}
        startupProbe: {tcpSocket: {port: 8080}}
        resources: {requests: {cpu: 250m, memory: 64Mi}, limits: {memory: 128Mi}}
        volumeMounts:
        - {name: logs, mountPath: /var/log, readOnly: true}
        - {name: conf, mountPath: /etc/conf, subPath: "a b"}
      - name: helper
        image: helper
        livenessProbe: {grpc: {port: 7000, service: x}}
        securityContext: {seccompProfile: {type: Localhost, localhostProfile: p.json}}
      volumes:
      - {name: logs, hostPath: {path: /var/log}}
      - {name: typed, hostPath: {path: /run, type: Directory}}
      - {name: tmp, emptyDir: {}}
      - {name: ram, emptyDir: {medium: Memory, sizeLimit: 64Mi}}
      - {name: conf, configMap: {name: conf}}
      - {name: keys, secret: {secretName: keys, optional: true}}
      - {name: data, persistentVolumeClaim: {claimName: data}}
      - {name: share, nfs: {server: nfs.local, path: /export}}
      - {name: driver, csi: {driver: csi.local, volumeAttributes: {b: "2", a: "1"}}}
      - name: info
        downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}, {path: cpu, resourceFieldRef: {containerName: main, resource: limits.cpu}}]}
      - name: all
        projected:
          sources:
          - {serviceAccountToken: {path: token, expirationSeconds: 3607}}
          - {configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}}
          - {secret: {name: keys}}
          - {downwardAPI: {items: [{path: namespace, fieldRef: {fieldPath: metadata.namespace}}]}}
`;

const FULL = `
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: full
  namespace: logging
  labels: {app: full, tier: "2"}
  annotations:
    short: value
    long: ${"x".repeat(200)}
    lines: "first\\nsecond\\n"
spec:
  minReadySeconds: 3
  selector:
    matchLabels: {app: full}
    matchExpressions: [{key: tier, operator: In, values: [b, a]}, {key: old, operator: DoesNotExist}]
  template:
    metadata:
      labels: {app: full, tier: a}
      annotations: {checksum: abc}
    spec:${FULL_POD_SPEC}
`;

const namespace = (name) => JSON.stringify({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
const ago = (seconds) => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000).toISOString().replace(".000Z", "Z");
const microAgo = (seconds) =>
  new Date(Math.floor(Date.now() / 1000 - seconds) * 1000).toISOString().replace("000Z", "000000Z");

const WORKLOADS = ["pods", "daemonsets.apps", "controllerrevisions.apps", "events", "namespaces"];
const ALL = [
  ...["replicationcontrollers", "services", "deployments.apps", "replicasets.apps", "statefulsets.apps"],
  ...["horizontalpodautoscalers.autoscaling", "cronjobs.batch", "jobs.batch"],
];

const daemonSets = {
  name: "daemonsets",
  resources: [...WORKLOADS, ...ALL],
  async setUp({ kubectl, sleep }) {
    await kubectl(["label", "node", "node-1", "disk=ssd", "--overwrite"]);
    for (const text of [FLUENTD, namespace("logging")]) await kubectl(["apply", "-f", "-"], text);
    await sleep(1500);
    await kubectl(["apply", "-f", "-"], FULL);
    await sleep(6000);
    await kubectl(["set", "env", "ds/fluentd-elasticsearch", "-n", "kube-system", "testenv=value01"]);
    await sleep(9000);
  },
  commands: [
    ["get", "ds", "-n", "kube-system"],
    ["get", "ds"],
    ["get", "ds", "-A"],
    ["get", "daemonsets", "-A", "-o", "wide"],
    ["get", "ds", "-A", "--no-headers"],
    ["get", "ds", "-A", "--show-labels"],
    ["get", "ds", "-A", "-L", "app,k8s-app"],
    ["get", "ds", "-A", "-o", "name"],
    ["get", "ds", "fluentd-elasticsearch", "-n", "kube-system", "-o", "yaml"],
    ["get", "ds", "fluentd-elasticsearch", "-n", "kube-system", "-o", "json"],
    ["get", "ds", "full", "-n", "logging", "-o", "yaml"],
    ["get", "ds", "-A", "-o", "yaml"],
    ["get", "ds/fluentd-elasticsearch", "ds/nope", "-n", "kube-system"],
    ["get", "ds", "nope", "-n", "kube-system"],
    ["get", "ds", "nope", "--ignore-not-found"],
    ["get", "pods", "-A"],
    ["get", "po", "-n", "kube-system", "-o", "wide"],
    ["get", "po", "-A", "-o", "wide"],
    ["get", "po", "-A", "-l", "app=full"],
    ["get", "po", "-n", "kube-system", "--field-selector", "spec.nodeName=node-2"],
    ["get", "po", "-A", "--sort-by", ".spec.nodeName"],
    [
      "get",
      "po",
      "-n",
      "kube-system",
      "-o",
      'jsonpath={range .items[*]}{.spec.nodeName}{"\\t"}{.status.phase}{"\\n"}{end}',
    ],
    ["get", "po", "-n", "kube-system", "-o", "jsonpath={.items[*].metadata.labels.name}"],
    ["get", "po", "-n", "kube-system", "-o", 'jsonpath={.items[?(@.spec.nodeName=="node-1")].status.podIPs}'],
    ["get", "po", "-n", "kube-system", "-o", "jsonpath={.items[0].spec.containers[0].resources}"],
    ["get", "po", "-n", "kube-system", "-o", "jsonpath={.items[-1:].spec.nodeName} {.kind}"],
    [
      "get",
      "po",
      "-A",
      "-o",
      "custom-columns=NAME:.metadata.namespace,IMAGES:.spec.containers[*].image,GONE:.spec.nope",
    ],
    ["get", "po", "-A", "-o", "custom-columns=N:metadata.namespace,L:.metadata.labels", "--no-headers"],
    ["get", "controllerrevisions", "-A"],
    ["get", "controllerrevisions", "-n", "kube-system", "-o", "wide", "--show-labels"],
    ["get", "pods,ds", "-n", "kube-system"],
    ["get", "ds,pods", "-A"],
    ["get", "ds,pods"],
    ["get", "pods,rs", "-n", "kube-system"],
    ["get", "all", "-n", "logging"],
    ["get", "all", "-A"],
    ["get", "ns"],
    ["get", "events", "-n", "kube-system"],
    ["get", "events", "-A"],
    ["get", "events", "-n", "logging", "-o", "wide"],
    ["events", "-n", "kube-system"],
    ["events", "-A"],
    ["events", "-n", "kube-system", "--for", "ds/fluentd-elasticsearch"],
    ["events", "-n", "logging", "--no-headers", "--types", "Normal"],
    ["events", "-n", "nowhere"],
    ["events", "-n", "kube-system", "--types", "Strange"],
    ["describe", "ds", "fluentd-elasticsearch", "-n", "kube-system"],
    ["describe", "ds", "full", "-n", "logging"],
    ["describe", "ds", "-A"],
    ["describe", "ds", "flu", "-n", "kube-system"],
    ["describe", "ds", "nope", "-n", "kube-system"],
    ["describe", "ds"],
    ["describe", "pods", "-n", "logging"],
    ["describe", "pods", "-n", "kube-system"],
    ["describe", "pods", "-n", "kube-system", "--show-events"],
    ["describe", "controllerrevisions", "-n", "kube-system"],
    ["describe", "ns", "logging"],
  ],
  async tearDown({ kubectl }) {
    await kubectl(["delete", "ds", "-n", "kube-system", "fluentd-elasticsearch"]);
    await kubectl(["delete", "ns", "logging"]);
    await kubectl(["delete", "events", "--all", "-A"]);
  },
};

const condition = (type, status = "True") => ({ type, status, lastTransitionTime: ago(60) });
const running = (name, more = {}) => ({
  name,
  image: "a:1",
  imageID: "sha256:1",
  containerID: `containerd://${name}`,
  ready: true,
  restartCount: 0,
  started: true,
  state: { running: { startedAt: ago(300) } },
  lastState: {},
  ...more,
});
const terminated = (exitCode, seconds, more = {}) => ({
  terminated: {
    exitCode,
    reason: exitCode === 0 ? "Completed" : "Error",
    startedAt: ago(seconds + 5),
    finishedAt: ago(seconds),
    ...more,
  },
});
const waiting = (reason, message = "") => ({ waiting: { reason, message } });

/** Pods by hand: containers, init containers (`+` for sidecars), and the status. */
const POD_STATES = {
  running: [
    ["a"],
    [],
    {
      phase: "Running",
      podIP: "10.1.0.7",
      podIPs: [{ ip: "10.1.0.7" }, { ip: "fd00::7" }],
      hostIP: "192.168.65.3",
      startTime: ago(400),
      qosClass: "BestEffort",
      conditions: [condition("Ready"), condition("PodScheduled")],
      containerStatuses: [running("a")],
    },
  ],
  restarted: [
    ["a", "b"],
    [],
    {
      phase: "Running",
      conditions: [condition("Ready")],
      containerStatuses: [
        running("a", { restartCount: 6, lastState: terminated(137, 130, { reason: "OOMKilled" }) }),
        running("b", { restartCount: 1, lastState: terminated(1, 4000) }),
      ],
    },
  ],
  crashing: [
    ["a"],
    [],
    {
      phase: "Running",
      conditions: [condition("Ready", "False")],
      containerStatuses: [
        running("a", {
          ready: false,
          started: false,
          restartCount: 6,
          state: waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container=a pod=crashing"),
          lastState: terminated(1, 65, { message: "it\nfailed" }),
        }),
      ],
    },
  ],
  pulling: [
    ["a"],
    [],
    {
      phase: "Pending",
      containerStatuses: [
        running("a", {
          ready: false,
          started: false,
          containerID: "",
          imageID: "",
          state: waiting("ImagePullBackOff"),
        }),
      ],
    },
  ],
  creating: [
    ["a"],
    [],
    {
      phase: "Pending",
      containerStatuses: [
        running("a", { ready: false, started: false, containerID: "", state: waiting("ContainerCreating") }),
      ],
    },
  ],
  pending: [
    ["a"],
    [],
    {
      phase: "Pending",
      conditions: [
        { ...condition("PodScheduled", "False"), reason: "Unschedulable", message: "0/3 nodes are available" },
      ],
    },
  ],
  completed: [
    ["a"],
    [],
    { phase: "Succeeded", containerStatuses: [running("a", { ready: false, state: terminated(0, 30) })] },
  ],
  failed: [
    ["a"],
    [],
    {
      phase: "Failed",
      containerStatuses: [running("a", { ready: false, state: terminated(3, 30, { reason: "", signal: 0 }) })],
    },
  ],
  signalled: [
    ["a"],
    [],
    {
      phase: "Failed",
      containerStatuses: [running("a", { ready: false, state: terminated(3, 30, { reason: "", signal: 9 }) })],
    },
  ],
  evicted: [
    ["a"],
    [],
    { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory. ", startTime: ago(100) },
  ],
  half: [
    ["a", "b"],
    [],
    {
      phase: "Running",
      conditions: [condition("Ready", "False")],
      containerStatuses: [running("a", { ready: false, state: terminated(0, 30) }), running("b")],
    },
  ],
  halferror: [
    ["a", "b"],
    [],
    {
      phase: "Running",
      conditions: [condition("Ready", "False")],
      containerStatuses: [
        running("a", { ready: false, state: terminated(0, 30) }),
        running("b", { ready: false, state: terminated(2, 30, { reason: "" }) }),
      ],
    },
  ],
  init: [
    ["a"],
    ["i", "j"],
    {
      phase: "Pending",
      initContainerStatuses: [running("i", { ready: true, state: terminated(0, 20) }), running("j", { ready: false })],
      containerStatuses: [running("a", { ready: false, state: waiting("PodInitializing") })],
    },
  ],
  initcrash: [
    ["a"],
    ["i"],
    {
      phase: "Pending",
      initContainerStatuses: [
        running("i", {
          ready: false,
          restartCount: 2,
          state: waiting("CrashLoopBackOff"),
          lastState: terminated(1, 12),
        }),
      ],
      containerStatuses: [running("a", { ready: false, state: waiting("PodInitializing") })],
    },
  ],
  initerror: [
    ["a"],
    ["i"],
    {
      phase: "Failed",
      initContainerStatuses: [running("i", { ready: false, state: terminated(1, 12, { reason: "" }) })],
    },
  ],
  sidecar: [
    ["a"],
    ["+s", "i"],
    {
      phase: "Running",
      conditions: [condition("Ready"), condition("Initialized")],
      initContainerStatuses: [
        running("s", { restartCount: 3, lastState: terminated(1, 90) }),
        running("i", { ready: true, state: terminated(0, 20) }),
      ],
      containerStatuses: [running("a")],
    },
  ],
};

function podManifest(name, containers, initContainers) {
  const container = (word) => ({
    name: word.replace("+", ""),
    image: "a:1",
    ...(word.startsWith("+") && { restartPolicy: "Always" }),
  });
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "states", labels: { state: name } },
    spec: {
      schedulerName: "nobody",
      restartPolicy: ["completed", "failed", "signalled", "evicted", "initerror"].includes(name) ? "Never" : "Always",
      terminationGracePeriodSeconds: 30,
      ...(name === "gated" && { schedulingGates: [{ name: "example.com/gate" }] }),
      ...(name === "gates" && {
        readinessGates: [{ conditionType: "www.example.com/a" }, { conditionType: "www.example.com/b" }],
      }),
      initContainers: initContainers.map(container),
      containers: containers.map(container),
    },
  };
}

const podStates = {
  name: "pod-states",
  resources: ["pods", "events"],
  async setUp({ kubectl, sleep }) {
    await kubectl(["apply", "-f", "-"], namespace("states"));
    await sleep(500);
    const gates = {
      phase: "Running",
      nominatedNodeName: "node-3",
      conditions: [condition("www.example.com/a"), condition("www.example.com/b", "False")],
      containerStatuses: [running("a")],
    };
    const states = {
      ...POD_STATES,
      gated: [["a"], [], undefined],
      gates: [["a"], [], gates],
      deleted: [["a"], [], POD_STATES.running[2]],
    };
    for (const [name, [containers, initContainers, status]] of Object.entries(states)) {
      const manifest = podManifest(name, containers, initContainers);
      if (name === "deleted") manifest.metadata.finalizers = ["example.com/stay"];
      await kubectl(["create", "-f", "-"], JSON.stringify(manifest));
      if (status === undefined) continue;
      await kubectl([
        "patch",
        "pod",
        name,
        "-n",
        "states",
        "--subresource=status",
        "--type=merge",
        "-p",
        JSON.stringify({ status }),
      ]);
    }
    await kubectl(["delete", "pod", "deleted", "-n", "states", "--wait=false"]);
    await sleep(3000);
  },
  commands: [
    ["get", "pods", "-n", "states"],
    ["get", "pods", "-n", "states", "-o", "wide"],
    ["get", "pods", "-n", "states", "--show-kind", "-L", "state"],
    [
      "get",
      "pods",
      "-n",
      "states",
      "-l",
      "state in (running,crashing,pending,evicted,init,restarted)",
      "--sort-by=.status.containerStatuses[0].restartCount",
    ],
    ["get", "pods", "-n", "states", "--sort-by=.metadata.nope"],
    ["get", "pod", "running", "crashing", "-n", "states"],
    ["get", "pod", "crashing", "-n", "states", "-o", "yaml"],
    ["get", "pod", "evicted", "-n", "states", "-o", "json"],
    ["describe", "pods", "-n", "states"],
    ["describe", "pod", "crashing", "-n", "states"],
    ["describe", "pod", "running", "-n", "states"],
    ["describe", "pod/deleted", "-n", "states"],
    ["describe", "pod", "init", "-n", "states"],
  ],
  async tearDown({ kubectl }) {
    await kubectl([
      "patch",
      "pod",
      "deleted",
      "-n",
      "states",
      "--type=merge",
      "-p",
      '{"metadata":{"finalizers":null}}',
    ]);
    await kubectl(["delete", "pods", "--all", "-n", "states", "--force", "--grace-period=0"]);
    await kubectl(["delete", "ns", "states"]);
  },
};

const nodes = {
  name: "nodes",
  resources: ["nodes", "pods", "events", "leases.coordination.k8s.io", "resourceslices.resource.k8s.io"],
  async setUp({ kubectl, sleep }) {
    await kubectl(["apply", "-f", "-"], FLUENTD);
    await kubectl([
      "label",
      "node",
      "node-1",
      "node-role.kubernetes.io/control-plane=",
      "kubernetes.io/role=master",
      "--overwrite",
    ]);
    await kubectl(["label", "node", "node-2", "node-role.kubernetes.io/worker=", "--overwrite"]);
    await kubectl(["cordon", "node-2"]);
    await kubectl(["taint", "node", "node-3", "b=1:NoExecute", "a:NoSchedule", "--overwrite"]);
    await kubectl(["annotate", "node", "node-1", "note=x", "--overwrite"]);
    const status = {
      addresses: [
        { type: "InternalIP", address: "192.168.65.3" },
        { type: "ExternalIP", address: "1.2.3.4" },
        { type: "Hostname", address: "node-1" },
      ],
      capacity: {
        cpu: "4",
        memory: "8Gi",
        pods: "110",
        "hugepages-2Mi": "64Mi",
        "example.com/gpu": "2",
        "ephemeral-storage": "100Gi",
      },
      allocatable: {
        cpu: "3800m",
        memory: "7900Mi",
        pods: "110",
        "hugepages-2Mi": "64Mi",
        "example.com/gpu": "2",
        "ephemeral-storage": "90Gi",
      },
    };
    await kubectl([
      "patch",
      "node",
      "node-1",
      "--subresource=status",
      "--type=merge",
      "-p",
      JSON.stringify({ status }),
    ]);
    await sleep(4000);
  },
  commands: [
    ["get", "nodes"],
    ["get", "nodes", "-o", "wide"],
    ["get", "no", "node-1", "--show-labels"],
    ["get", "node", "node-2", "-o", "yaml"],
    ["get", "nodes", "-A"],
    ["get", "nodes", "node-9"],
    ["get", "nodes", "-o", "custom-columns=NAME:.metadata.name,TAINTS:.spec.taints[*].key"],
    ["get", "nodes", "-o", 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}'],
    ["get", "leases", "-A"],
    ["describe", "node", "node-1"],
    ["describe", "node", "node-2"],
    ["describe", "node", "node-3"],
    ["describe", "nodes"],
    ["get", "nodes,pods", "-A"],
  ],
  async tearDown({ kubectl }) {
    await kubectl(["delete", "ds", "-n", "kube-system", "fluentd-elasticsearch"]);
    await kubectl(["uncordon", "node-2"]);
    await kubectl(["taint", "node", "node-3", "a-", "b-"]);
    await kubectl(["label", "node", "node-1", "node-role.kubernetes.io/control-plane-", "kubernetes.io/role-"]);
    await kubectl(["label", "node", "node-2", "node-role.kubernetes.io/worker-"]);
  },
};

const AWKWARD = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    name: "awkward",
    namespace: "misc",
    annotations: { a10: "ten", a2: "two", a02: "zero two", B: "capital", x_y: "underscore" },
  },
  data: {
    yes: "yes",
    no: "No",
    one: "1",
    octal: "0123",
    "not-octal": "0899",
    hex: "0x1F",
    float: "1.5",
    exponent: "1e3",
    huge: "1e999",
    null: "null",
    tilde: "~",
    empty: "",
    space: " ",
    date: "2026-01-01",
    time: "2026-01-01T00:00:00Z",
    clock: "10:30",
    version: "1.2.3",
    "bad-date": "2026-13-01",
    underscore: "1_000",
    plus: "+1",
    dot: ".",
    "dot-five": ".5",
    inf: ".inf",
    merge: "<<",
    equals: "=",
    colon: "a: b",
    "colon-end": "a:",
    hash: "a #b",
    "no-hash": "a#b",
    dash: "- a",
    minus: "-a",
    question: "? a",
    star: "*a",
    amp: "&a",
    bang: "!a",
    percent: "%a",
    at: "@a",
    tick: "`a",
    quote: "it's",
    double: 'say "hi"',
    "single-start": "'a",
    brace: "{a}",
    bracket: "[a]",
    comma: ",a",
    pipe: "|",
    leading: " a",
    trailing: "a ",
    tab: "a\tb",
    cr: "a\rb",
    unicode: "한국어 é",
    emoji: "😀",
    nbsp: "a\u00a0b",
    escape: "\u001b[1m",
    slash: "a\\b",
    lines: "a\nb\n",
    "lines-keep": "a\nb\n\n",
    "lines-strip": "a\nb",
    "lines-indent": "  a\nb\n",
    "lines-blank": "a\n\nb\n",
    newline: "\n",
    "lines-trailing": "a \nb\n",
    "lines-space-end": "a\nb ",
    long: "word ".repeat(40).trim(),
    "long-quoted": `'${"word ".repeat(40).trim()}: x`,
    "long-double": `\t${"word ".repeat(40).trim()}`,
    "long-spaces": "word  ".repeat(30).trim(),
    "long-json": JSON.stringify({ a: "b c ".repeat(50), d: [1, 2, { e: "f" }] }),
    "doc-start": "---",
    "doc-end": "...",
    y: "y",
    n: "n",
    on: "on",
    nan: ".nan",
    binary: "0b11",
    zero: "0",
    "minus-zero": "-0",
  },
};

const OTHERS = `
apiVersion: v1
kind: Secret
metadata: {name: keys, namespace: misc}
stringData: {token: abcdef, "user.name": x}
---
# in one line
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: misc}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: 8080}, {name: tls, port: 443, targetPort: https}]}}
---
# in one line
{apiVersion: v1, kind: Service, metadata: {name: outside, namespace: misc}, spec: {type: NodePort, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}}
---
# in one line
{apiVersion: v1, kind: Service, metadata: {name: headless, namespace: misc}, spec: {clusterIP: None, ports: [{port: 53, protocol: UDP}]}}
---
# in one line
{apiVersion: v1, kind: Service, metadata: {name: alias, namespace: misc}, spec: {type: ExternalName, externalName: example.com}}
---
# in one line
{apiVersion: v1, kind: Service, metadata: {name: balanced, namespace: misc}, spec: {type: LoadBalancer, ports: [{port: 80, nodePort: 30081}]}}
---
# in one line
{apiVersion: v1, kind: ServiceAccount, metadata: {name: robot, namespace: misc}, imagePullSecrets: [{name: a}, {name: b}]}
---
# in one line
{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high, annotations: {a: b}}, value: 1000, globalDefault: false, description: for tests}
---
# in one line
{apiVersion: batch/v1, kind: Job, metadata: {name: sleeper, namespace: misc}, spec: {suspend: true, completions: 3, template: {spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}}}}
---
# in one line
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: guard, namespace: misc}, spec: {minAvailable: 50%, selector: {matchLabels: {app: web}}}}
---
# in one line
{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}, provisioner: example.com/fast}
---
# in one line
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: closed, namespace: misc}, spec: {podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [b, a]}]}}}
---
# in one line
{apiVersion: v1, kind: ResourceQuota, metadata: {name: small, namespace: misc}, spec: {hard: {pods: "20", requests.cpu: "4"}, scopes: [NotTerminating]}}
---
# in one line
{apiVersion: v1, kind: LimitRange, metadata: {name: bounds, namespace: misc}, spec: {limits: [{type: Container, max: {cpu: "2"}, default: {cpu: "1"}, defaultRequest: {cpu: 500m}}]}}
---
# in one line
{apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: leader, namespace: misc}, spec: {holderIdentity: me, leaseDurationSeconds: 15}}
---
# in one line
{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: misc}, spec: {replicas: 0, serviceName: db, selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: "a:1"}]}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: misc, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1", ports: [{containerPort: 8080}]}, {name: log, image: "log:1"}]}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: gadgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: gadgets, singular: gadget, kind: Gadget, shortNames: [gd]}
  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]
`;

const GADGET =
  "# one\napiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: one, namespace: misc}\nspec: {sizeInMB: 3, ratio: 1.5, apiURL: x, parts: [{kind: a, on: true}, {kind: b}], tags: [x, y], nothing: {}}";

const otherKinds = {
  name: "other-kinds",
  resources: [
    ...[
      "namespaces",
      "configmaps",
      "secrets",
      "services",
      "serviceaccounts",
      "pods",
      "events",
      "resourcequotas",
      "limitranges",
    ],
    ...[
      "deployments.apps",
      "replicasets.apps",
      "statefulsets.apps",
      "daemonsets.apps",
      "jobs.batch",
      "leases.coordination.k8s.io",
    ],
    ...["priorityclasses.scheduling.k8s.io", "poddisruptionbudgets.policy", "storageclasses.storage.k8s.io"],
    ...[
      "networkpolicies.networking.k8s.io",
      "endpointslices.discovery.k8s.io",
      "customresourcedefinitions.apiextensions.k8s.io",
    ],
    ...["roles.rbac.authorization.k8s.io", "rolebindings.rbac.authorization.k8s.io", "gadgets.example.com"],
  ],
  async setUp({ kubectl, sleep }) {
    await kubectl(["apply", "-f", "-"], namespace("misc"));
    await kubectl(["create", "-f", "-"], JSON.stringify(AWKWARD));
    await kubectl(["create", "-f", "-"], OTHERS);
    await sleep(2000);
    await kubectl(["create", "-f", "-"], GADGET);
    await kubectl(["set", "image", "deployment/web", "-n", "misc", "web=web:2"]);
    await sleep(5000);
  },
  commands: [
    ["get", "cm", "awkward", "-n", "misc", "-o", "yaml"],
    ["get", "cm", "awkward", "-n", "misc", "-o", "json"],
    ["get", "cm", "-n", "misc"],
    ["describe", "cm", "awkward", "-n", "misc"],
    ["get", "secrets", "-n", "misc"],
    ["describe", "secret", "keys", "-n", "misc"],
    ["get", "svc", "-n", "misc"],
    ["get", "svc", "-n", "misc", "-o", "wide"],
    ["describe", "svc", "-n", "misc"],
    ["get", "sa", "-n", "misc"],
    ["describe", "sa", "robot", "-n", "misc"],
    ["get", "priorityclasses"],
    ["get", "pc", "high", "-o", "wide"],
    ["describe", "priorityclass", "high"],
    ["get", "jobs", "-n", "misc", "-o", "wide"],
    ["get", "pdb", "-n", "misc"],
    ["get", "sc"],
    ["get", "netpol", "-n", "misc"],
    ["get", "limits", "-n", "misc"],
    ["get", "leases", "-n", "misc"],
    ["get", "sts", "-n", "misc", "-o", "wide"],
    ["get", "deploy", "-n", "misc"],
    ["get", "deploy", "-n", "misc", "-o", "wide"],
    ["get", "rs", "-n", "misc"],
    ["get", "rs", "-n", "misc", "-o", "wide"],
    ["describe", "deploy", "web", "-n", "misc"],
    ["describe", "rs", "-n", "misc"],
    ["get", "deploy,rs,svc,cm,secrets", "-n", "misc"],
    ["get", "crd"],
    ["get", "gadgets", "-n", "misc"],
    ["get", "gd", "-n", "misc", "-o", "yaml"],
    ["describe", "gadget", "one", "-n", "misc"],
    ["get", "roles", "-n", "kube-system"],
    ["get", "rolebindings", "-n", "kube-system", "-o", "wide"],
    ["describe", "ns", "misc"],
    ["describe", "lease", "leader", "-n", "misc"],
    ["get", "pods", "-o", "foo"],
    ["get", "pods", "-o", "jsonpath={.a"],
    ["get", "pods", "-o", "custom-columns=NAME"],
    ["get", "pods", "--show-labels", "-o", "json"],
    ["get"],
    ["describe"],
    ["get", "pods", "-n", "nowhere"],
    ["get", "pods", "-n", "nowhere", "-o", "yaml"],
    ["get", "pods", "-n", "nowhere", "-o", "name"],
  ],
  async tearDown({ kubectl }) {
    await kubectl(["delete", "ns", "misc"]);
    await kubectl(["delete", "pc/high", "sc/fast", "crd/gadgets.example.com"]);
  },
};

const event = (name, more) => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name, namespace: "told" },
  involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "told", name: "hero", uid: "u-1" },
  reason: "Told",
  message: name,
  type: "Normal",
  source: { component: "teller" },
  ...more,
});

const toldEvents = {
  name: "events",
  resources: ["events", "pods"],
  async setUp({ kubectl, sleep }) {
    await kubectl(["apply", "-f", "-"], namespace("told"));
    await sleep(300);
    await kubectl(["create", "-f", "-"], JSON.stringify(podManifest("hero", ["a"], [])).replace('"states"', '"told"'));
    const uid = await kubectl(["get", "pod", "hero", "-n", "told", "-o", "jsonpath={.metadata.uid}"]);
    const about = { involvedObject: { apiVersion: "v1", kind: "Pod", namespace: "told", name: "hero", uid } };
    const events = [
      event("once", { ...about, firstTimestamp: ago(50), lastTimestamp: ago(50), count: 1 }),
      event("often", {
        ...about,
        type: "Warning",
        firstTimestamp: ago(900),
        lastTimestamp: ago(12),
        count: 7,
        source: { component: "kubelet", host: "node-1" },
        message: " spaces and\nlines ",
      }),
      event("series", {
        ...about,
        eventTime: microAgo(500),
        series: { count: 4, lastObservedTime: microAgo(20) },
        reportingComponent: "example.com/new",
        reportingInstance: "new-1",
        action: "Acting",
        source: {},
      }),
      event("new", {
        ...about,
        eventTime: microAgo(33),
        reportingComponent: "example.com/new",
        reportingInstance: "new-1",
        action: "Acting",
        source: {},
      }),
      event("field", {
        involvedObject: { ...about.involvedObject, fieldPath: "spec.containers{a}" },
        firstTimestamp: ago(70),
        lastTimestamp: ago(60),
        count: 2,
      }),
      event("other", {
        firstTimestamp: ago(5),
        lastTimestamp: ago(5),
        count: 1,
        involvedObject: { kind: "Gizmo", namespace: "told", name: "g" },
      }),
    ];
    for (const each of events) await kubectl(["create", "-f", "-"], JSON.stringify(each));
    await sleep(500);
  },
  commands: [
    ["get", "events", "-n", "told"],
    ["get", "events", "-n", "told", "-o", "wide"],
    ["get", "ev", "-n", "told", "--sort-by=.lastTimestamp"],
    ["get", "ev", "-n", "told", "-o", "name"],
    ["get", "ev,pods", "-n", "told"],
    ["events", "-n", "told"],
    ["events", "-n", "told", "--for", "pod/hero"],
    ["events", "-n", "told", "--types=Warning"],
    ["events", "-n", "told", "-o", "yaml"],
    ["events", "-n", "told", "-o", "name"],
    ["events", "-n", "told", "--for", "pod"],
    ["describe", "pod", "hero", "-n", "told"],
    ["describe", "pod", "he", "-n", "told"],
    ["describe", "events", "once", "-n", "told"],
  ],
  async tearDown({ kubectl }) {
    await kubectl(["delete", "pod", "hero", "-n", "told", "--force", "--grace-period=0"]);
    await kubectl(["delete", "ns", "told"]);
  },
};

export const scenarios = [podStates, toldEvents, otherKinds, daemonSets, nodes];
