// Pod templates to be hashed: given ones as the API stores them, and random ones of the form of the schema.
import { canonical } from "../dist/api/decode/canonical.js";
import { createMachine } from "../dist/index.js";
import { schemaForStruct } from "../dist/kubernetes/schema.js";

const app = { labels: { app: "a" } };
const main = { name: "main", image: "example.com/a:1" };

/** Templates as people write them. */
const GIVEN = [
  { metadata: app, spec: { containers: [main] } },
  { metadata: { ...app, creationTimestamp: null }, spec: { containers: [{ ...main, resources: {} }], volumes: [] } },
  { metadata: { labels: { app: "a", "b.c/d": "", a: "1", A: "2", "x_.y": "3" } }, spec: { containers: [main] } },
  {
    metadata: { ...app, annotations: { note: 'ü€😀\ud7ff\ue000 map[a:b] <nil>\n\t"\\', empty: "" } },
    spec: { containers: [main] },
  },
  { metadata: { ...app, creationTimestamp: "2020-02-29T12:00:00+02:00" }, spec: { containers: [main] } },
  {
    metadata: app,
    spec: { containers: [main], hostNetwork: true, hostPID: true, hostIPC: true, dnsPolicy: "Default" },
  },
  {
    metadata: app,
    spec: {
      containers: [main, { ...main, name: "other" }],
      initContainers: [{ ...main, name: "side", restartPolicy: "Always" }],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [
        { ...main, resources: { requests: { cpu: 0.1, memory: "200Mi" }, limits: { cpu: 1, memory: "1Gi" } } },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [
        {
          ...main,
          resources: {
            requests: { cpu: "1000m", memory: "1500M" },
            limits: { cpu: "1e3", memory: "1.5Pi", "ephemeral-storage": "1e10" },
          },
        },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [{ ...main, resources: { limits: { memory: "4Ei", "example.com/gpu": "3" } } }],
      terminationGracePeriodSeconds: 2 ** 62,
    },
  },
  {
    metadata: app,
    spec: {
      containers: [
        {
          ...main,
          env: [
            { name: "A", value: "ü😀" },
            { name: "B" },
            { name: "N", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
            { name: "C", valueFrom: { resourceFieldRef: { containerName: "main", resource: "limits.cpu" } } },
            { name: "D", valueFrom: { resourceFieldRef: { resource: "limits.memory", divisor: "1Mi" } } },
          ],
        },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [
        {
          ...main,
          envFrom: [{ configMapRef: { name: "c" } }, { prefix: "P_", secretRef: { name: "s", optional: false } }],
          env: [
            { name: "S", valueFrom: { secretKeyRef: { name: "s", key: "k", optional: true } } },
            { name: "M", valueFrom: { configMapKeyRef: { name: "m", key: "k" } } },
          ],
        },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [
        {
          ...main,
          livenessProbe: { httpGet: { path: "/", port: 80 } },
          readinessProbe: { tcpSocket: { port: "web" }, periodSeconds: 3 },
          startupProbe: { grpc: { port: 1 } },
          ports: [{ name: "web", containerPort: 80 }],
        },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [
        {
          ...main,
          lifecycle: { postStart: { exec: { command: ["a", ""] } }, preStop: { sleep: { seconds: 3 } } },
          livenessProbe: { exec: { command: ["true"] }, failureThreshold: 1 },
        },
      ],
    },
  },
  { metadata: app, spec: { containers: [{ ...main, securityContext: {} }], securityContext: {} } },
  {
    metadata: app,
    spec: {
      containers: [
        {
          ...main,
          securityContext: { privileged: true, runAsUser: 0, capabilities: { add: ["NET_ADMIN"], drop: ["ALL"] } },
        },
      ],
      securityContext: {
        fsGroup: 1,
        sysctls: [{ name: "kernel.shm_rmid_forced", value: "0" }],
        seccompProfile: { type: "RuntimeDefault" },
      },
    },
  },
  {
    metadata: app,
    spec: {
      containers: [{ ...main, volumeMounts: [{ name: "h", mountPath: "/h", mountPropagation: "HostToContainer" }] }],
      volumes: [
        { name: "h", hostPath: { path: "/h" } },
        { name: "e", emptyDir: {} },
        { name: "m", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
        { name: "n" },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      volumes: [
        { name: "c", configMap: { name: "c" } },
        { name: "s", secret: { secretName: "s", items: [{ key: "k", path: "p", mode: 256 }] } },
        {
          name: "p",
          projected: {
            sources: [
              { serviceAccountToken: { path: "t" } },
              { downwardAPI: { items: [{ path: "l", fieldRef: { fieldPath: "metadata.labels" } }] } },
            ],
          },
        },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      volumes: [
        { name: "v", persistentVolumeClaim: { claimName: "c" } },
        {
          name: "w",
          ephemeral: {
            volumeClaimTemplate: {
              spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Ti" } } },
            },
          },
        },
        { name: "i", image: { reference: "r" } },
        { name: "x", csi: { driver: "d.example.com", volumeAttributes: { "\ue000": "1", "😀": "2", a: "3" } } },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      tolerations: [{ operator: "Exists" }, { key: "k", value: "v", effect: "NoExecute", tolerationSeconds: -1 }],
      nodeSelector: { "kubernetes.io/os": "linux", a: "b" },
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: {
            nodeSelectorTerms: [{ matchExpressions: [{ key: "a", operator: "In", values: ["b"] }] }],
          },
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: { matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }] } },
          ],
        },
      },
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      affinity: {
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "zone", labelSelector: {} }] },
        podAntiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              podAffinityTerm: {
                topologyKey: "zone",
                labelSelector: { matchLabels: { a: "b" } },
                namespaceSelector: {},
              },
            },
          ],
        },
      },
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: "zone",
          whenUnsatisfiable: "DoNotSchedule",
          labelSelector: { matchLabels: { a: "b" } },
        },
      ],
    },
  },
  {
    metadata: app,
    spec: {
      containers: [main],
      serviceAccountName: "s",
      priorityClassName: "system-node-critical",
      imagePullSecrets: [{ name: "p" }],
      hostAliases: [{ ip: "10.0.0.1", hostnames: ["a", "b"] }],
      dnsConfig: { options: [{ name: "ndots", value: "2" }, { name: "x" }] },
      enableServiceLinks: false,
      automountServiceAccountToken: false,
    },
  },
  {
    metadata: app,
    spec: {
      containers: [{ ...main, resources: { claims: [{ name: "g" }] } }],
      resourceClaims: [{ name: "g", resourceClaimName: "c" }],
      shareProcessNamespace: true,
      os: { name: "linux" },
      runtimeClassName: "r",
      schedulerName: "other",
    },
  },
];

/** As a DaemonSet with each of these templates is stored: with defaults, in canonical form. */
export function givenTemplates() {
  const machine = createMachine({ components: [] });
  let state = machine.initialState();
  return GIVEN.map((template, index) => {
    const body = {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      metadata: { name: `d${index}` },
      spec: { selector: { matchLabels: { app: "a" } }, template },
    };
    const answer = machine.request(state, { verb: "create", resource: "daemonsets.apps", namespace: "default", body });
    if (answer.response.code >= 400) throw new Error(`${index}: ${answer.response.body.message}`);
    state = answer.state;
    return answer.response.body.spec.template;
  });
}

const TEXTS = [
  "",
  "a",
  "b.c/d",
  "Always",
  "ü",
  "€ 😀",
  "\ue000",
  "\uffff",
  "\u{10000}",
  "a\n\t\"\\'",
  "<nil>",
  "map[a:b]",
  "%!d",
  "\u0000\u007f",
  "</x>&",
  "  ",
];
const QUANTITIES = [
  ..."0 1 -1 100m 1500m 999 1000 1k 1M 12E 1Ki 8Ki 1023Ki 1Mi 200Mi 1Gi 1025Gi 1Ti 100Ti 1025Ti 1Pi 7Ei 9Ei -1Pi -9Ei".split(
    " ",
  ),
  ..."1n 1u 123456789n 0.1n 0.5 1.25Gi 0.5Ki 1e3 1e10 12e6 1E3 1e-3 1e-9 1e100 100e300 5e-4 1.5e3 +3 .5 1. 007 000".split(
    " ",
  ),
  ..."999999999999999999 9223372036854775807 9223372036854775808 18446744073709551616 -18446744073709551616".split(" "),
  ..."12345678901234567890n 1234567890123456789012345678901234567890 0.123456789123 123456789012345.678901 1000000000000000000k".split(
    " ",
  ),
];
const INTS = [0, 1, -1, 7, 80, 420, 30, 2 ** 31 - 1, -(2 ** 31)];
const BIG_INTS = [2 ** 31, -(2 ** 40), 2 ** 53 - 1, -(2 ** 53), 2 ** 62, -(2 ** 62)];
const TIMES = [
  null,
  "1970-01-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "2026-11-26T12:00:00+01:30",
  "9999-12-31T23:59:59Z",
  "0001-01-01T00:00:01Z",
];

/** Source: the mulberry32 generator. */
export function randomFrom(seed) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (n) => Math.floor(next() * n), of: (items) => items[Math.floor(next() * items.length)] };
}

const SCALARS = {
  string: (random) => (random.next() < 0.8 ? random.of(TEXTS) : random.of(TEXTS) + random.of(TEXTS)),
  bool: (random) => random.next() < 0.6,
  int32: (random) => random.of(INTS),
  int64: (random) => random.of(random.next() < 0.5 ? INTS : BIG_INTS),
  quantity: (random) =>
    random.next() < 0.7
      ? random.of(QUANTITIES)
      : `${random.below(2000)}${random.of(["", "m", "Ki", "Mi", "Gi", "Ti", "k", "G"])}`,
  time: (random) => random.of(TIMES),
  intOrString: (random) => (random.next() < 0.5 ? random.of(INTS) : random.of(["http", "", "10%", "80"])),
  any: (random) => ({ [`f:${random.of(TEXTS)}`]: {} }),
};

/** `path` is what must be there: a field of a struct, a field of that, and so on. */
function randomValue(type, random, chance, path = []) {
  switch (type.kind) {
    case "pointer":
      return randomValue(type.element, random, chance, path);
    case "list":
      return Array.from({ length: path.length > 0 ? 1 : random.below(3) }, () =>
        randomValue(type.element, random, chance, path),
      );
    case "map":
      return Object.fromEntries(
        Array.from({ length: random.below(5) }, () => [
          SCALARS.string(random),
          randomValue(type.element, random, chance),
        ]),
      );
    case "struct": {
      const wanted = (field) => field.name === path[0] || random.next() < (path.length === 0 ? chance : 0.05);
      return Object.fromEntries(
        [...type.fields.values()]
          .filter(wanted)
          .map((f) => [f.name, randomValue(f.type, random, chance / 2, f.name === path[0] ? path.slice(1) : [])]),
      );
    }
    default:
      return SCALARS[type.kind](random);
  }
}

const TEMPLATE = schemaForStruct("PodTemplateSpec");

function stored(value) {
  const findings = { mismatches: 0, unknownFields: 0 };
  const result = canonical(TEMPLATE, value, findings);
  if (findings.mismatches + findings.unknownFields > 0) throw new Error(`not of the type: ${JSON.stringify(value)}`);
  return result;
}

export function randomTemplate(random) {
  return stored(randomValue(TEMPLATE, random, random.of([0.1, 0.3, 0.6])));
}

function structOf(type) {
  return type.kind === "struct" || type.element === undefined ? type : structOf(type.element);
}

/** Each struct that a template can hold, with the shortest way to it, in fields. */
function pathsToStructs() {
  const paths = new Map([[TEMPLATE, []]]);
  for (const [struct, path] of paths) {
    for (const field of struct.fields.values()) {
      const next = structOf(field.type);
      if (next.kind === "struct" && !paths.has(next)) paths.set(next, [...path, field.name]);
    }
  }
  return [...paths];
}

function fieldsAt(value, path) {
  const held = (Array.isArray(value) ? value[0] : value) ?? {};
  const names = Object.keys(held).filter((name) => held[name] !== "" && held[name] !== null);
  return path.length === 0 ? names : fieldsAt(held[path[0]], path.slice(1));
}

/** As many templates for each struct as it takes to see each of its fields. */
export function templatesOfEachStruct(random) {
  return pathsToStructs().flatMap(([struct, path]) => {
    const templates = [];
    const missing = new Set(struct.fields.keys());
    while (missing.size > 0) {
      const template = stored(randomValue(TEMPLATE, random, 1, path));
      const found = fieldsAt(template, path).filter((name) => missing.delete(name));
      if (found.length > 0) templates.push(template);
    }
    return templates;
  });
}
