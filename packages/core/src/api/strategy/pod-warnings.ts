import type {
  NodeSelectorTerm,
  ObjectMeta,
  Pod,
  PodAffinityTerm,
  PodSpec,
  PodTemplateSpec,
  Volume,
} from "../../kubernetes/types.ts";
import { child, index, key } from "../field-error.ts";
import { goQuote } from "../go-text.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { isDns1123Label, isLabelValue } from "../validate/names.ts";
import { APPARMOR_PREFIX, SECCOMP_POD } from "../validate/pod/annotations.ts";
import { sorted } from "../validate/pod/check.ts";
import { differsOnlyInOwn } from "../validate/pod/shared-spec.ts";
import { appArmorProfileOf, appArmorWarnings } from "./pod-apparmor.ts";
import { containerWarnings, portWarnings } from "./pod-container-warnings.ts";
import { overlapWarnings } from "./pod-overlap-warnings.ts";

type Warnings = readonly string[];
type Annotations = Readonly<Record<string, string>>;

const NONE: Warnings = [];

/** What the server warns of when a pod is created. Source: pkg/registry/core/pod/strategy.go WarningsOnCreate. */
export function podWarnings(pod: Pod): Warnings {
  const { name = "", annotations = {} } = pod.metadata;
  const spec = pod.spec ?? { containers: [] };
  const problems = isDns1123Label(name);
  const hostname = `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${problems.join(" ")}]`;
  return [
    ...appArmorWarnings(spec, annotations),
    ...(problems.length === 0 ? NONE : [hostname]),
    ...warningsFor(spec, pod.metadata, ""),
  ];
}

/** What the server warns of in a pod template at `path`, such as `spec.template`. Source: pkg/api/pod/warnings.go GetWarningsForPodTemplate. */
export function podTemplateWarnings(template: PodTemplateSpec, path: string): Warnings {
  return warningsFor(template.spec ?? { containers: [] }, template.metadata ?? {}, path);
}

/** The last spec with these containers, on a pod without annotations, that gave no warning. */
const silent = new WeakMap<object, PodSpec>();

/** Source: pkg/api/pod/warnings.go warningsForPodSpecAndMeta. */
function warningsFor(spec: PodSpec, metadata: Partial<ObjectMeta>, path: string): Warnings {
  const like = spec.containers ? silent.get(spec.containers) : undefined;
  const plain = metadata.annotations === undefined;
  if (plain && like !== undefined && differsOnlyInOwn(spec, like)) {
    const at = child(path, "spec");
    return spec.affinity === undefined ? NONE : [...placementWarnings(spec, at), ...podAffinityWarnings(spec, at)];
  }
  const warnings = allWarningsFor(spec, metadata, path);
  if (plain && warnings.length === 0 && spec.containers) silent.set(spec.containers, spec);
  return warnings;
}

function allWarningsFor(spec: PodSpec, metadata: Partial<ObjectMeta>, path: string): Warnings {
  const at = child(path, "spec");
  const annotations = metadata.annotations ?? {};
  const annotationsPath = child(path, "metadata.annotations");
  return [
    ...placementWarnings(spec, at),
    ...annotationWarnings(annotations, annotationsPath),
    ...(spec.volumes ?? []).flatMap((volume, i) => volumeWarnings(volume, index(child(at, "volumes"), i))),
    ...overlapWarnings(spec.volumes ?? []),
    ...referenceWarnings(spec, at),
    ...seccompWarning(spec, annotations, annotationsPath),
    ...containerWarnings(spec, annotations, at, annotationsPath, path === "" ? NONE : templateAppArmor()),
    ...portWarnings(spec, at),
    ...graceWarning(spec, at),
    ...podAffinityWarnings(spec, at),
  ];

  /** The containers whose old annotation no field repeats. */
  function templateAppArmor(): Warnings {
    const ofPod = spec.securityContext?.appArmorProfile;
    return Object.keys(annotations)
      .filter((name) => name.startsWith(APPARMOR_PREFIX))
      .filter((name) => ofPod === undefined || !semanticEqual(ofPod, appArmorProfileOf(annotations[name] ?? "")))
      .map((name) => name.slice(APPARMOR_PREFIX.length));
  }
}

/** Source: pkg/api/node/util.go deprecatedNodeLabels. */
const DEPRECATED_NODE_LABELS: ReadonlyMap<string, string> = new Map([
  ["beta.kubernetes.io/arch", 'deprecated since v1.14; use "kubernetes.io/arch" instead'],
  ["beta.kubernetes.io/os", 'deprecated since v1.14; use "kubernetes.io/os" instead'],
  ["failure-domain.beta.kubernetes.io/region", 'deprecated since v1.17; use "topology.kubernetes.io/region" instead'],
  ["failure-domain.beta.kubernetes.io/zone", 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead'],
  ["beta.kubernetes.io/instance-type", 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead'],
  ["app.kubernetes.io/created-by", "deprecated since v1.9"],
  ["scheduler.alpha.kubernetes.io/preferAvoidPods", "deprecated since v1.22; use Taints and Tolerations instead"],
  ["node-role.kubernetes.io/master", 'use "node-role.kubernetes.io/control-plane" instead'],
]);

function placementWarnings(spec: PodSpec, path: string): Warnings {
  const affinity = child(path, "affinity.nodeAffinity");
  const {
    requiredDuringSchedulingIgnoredDuringExecution: needed,
    preferredDuringSchedulingIgnoredDuringExecution: liked,
  } = spec.affinity?.nodeAffinity ?? {};
  const terms = child(affinity, "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");
  const preferences = child(affinity, "preferredDuringSchedulingIgnoredDuringExecution");
  return [
    ...sorted(Object.keys(spec.nodeSelector ?? {})).flatMap((name) => {
      const message = DEPRECATED_NODE_LABELS.get(name);
      return message === undefined ? NONE : [`${key(child(path, "nodeSelector"), name)}: ${message}`];
    }),
    ...(needed?.nodeSelectorTerms ?? []).flatMap((term, i) => nodeTermWarnings(term, false, index(terms, i))),
    ...(liked ?? []).flatMap(({ preference }, i) =>
      nodeTermWarnings(preference ?? {}, true, child(index(preferences, i), "preference")),
    ),
    ...topologyWarnings(spec, child(path, "topologySpreadConstraints")),
  ];
}

function nodeTermWarnings(term: NodeSelectorTerm, checkValues: boolean, path: string): Warnings {
  return (term.matchExpressions ?? []).flatMap((expression, i) => {
    const at = index(child(path, "matchExpressions"), i);
    const message = DEPRECATED_NODE_LABELS.get(expression.key);
    const values = checkValues ? (expression.values ?? []) : [];
    return [
      ...(message === undefined ? NONE : [`${child(at, "key")}: ${expression.key} is ${message}`]),
      ...values.flatMap((value, v) =>
        isLabelValue(value).map((text) => `${index(child(at, "values"), v)}: ${value} is invalid, ${text}`),
      ),
    ];
  });
}

const NULL_SELECTOR = "a null labelSelector results in matching no pod";

function topologyWarnings(spec: PodSpec, path: string): Warnings {
  return (spec.topologySpreadConstraints ?? []).flatMap(({ topologyKey, labelSelector }, i) => {
    const at = index(path, i);
    const message = DEPRECATED_NODE_LABELS.get(topologyKey);
    return [
      ...(message === undefined ? NONE : [`${child(at, "topologyKey")}: ${topologyKey} is ${message}`]),
      ...(labelSelector === undefined ? [`${child(at, "labelSelector")}: ${NULL_SELECTOR}`] : NONE),
    ];
  });
}

const DEPRECATED_ANNOTATIONS: readonly (readonly [string, string])[] = [
  ["scheduler.alpha.kubernetes.io/critical-pod", 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ["security.alpha.kubernetes.io/sysctls", 'non-functional in v1.11+; use the "sysctls" field instead'],
  ["security.alpha.kubernetes.io/unsafe-sysctls", 'non-functional in v1.11+; use the "sysctls" field instead'],
];

function annotationWarnings(annotations: Annotations, path: string): Warnings {
  return DEPRECATED_ANNOTATIONS.filter(([name]) => Object.hasOwn(annotations, name)).map(
    ([name, message]) => `${key(path, name)}: ${message}`,
  );
}

/** In the order in which the server looks for them. */
const DEPRECATED_VOLUMES: readonly (readonly [keyof Volume, string, string?])[] = [
  ["photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"],
  ["gitRepo", "deprecated in v1.11, and disabled by default in v1.33+"],
  ["scaleIO", "deprecated in v1.16, non-functional in v1.22+"],
  ["flocker", "deprecated in v1.22, non-functional in v1.25+"],
  ["storageos", "deprecated in v1.22, non-functional in v1.25+", "storageOS"],
  ["quobyte", "deprecated in v1.22, non-functional in v1.25+"],
  ["glusterfs", "deprecated in v1.25, non-functional in v1.26+"],
  ["cephfs", "deprecated in v1.28, non-functional in v1.31+"],
  ["rbd", "deprecated in v1.28, non-functional in v1.31+"],
];

function volumeWarnings(volume: Volume, path: string): Warnings {
  return DEPRECATED_VOLUMES.filter(([source]) => volume[source] !== undefined).map(
    ([source, message, shown]) => `${child(path, shown ?? source)}: ${message}`,
  );
}

function referenceWarnings(spec: PodSpec, path: string): Warnings {
  const secrets = (spec.imagePullSecrets ?? []).map(({ name }) => name ?? "");
  const addresses = (spec.hostAliases ?? []).map(({ ip }) => ip);
  const secretPath = (i: number) => child(index(child(path, "imagePullSecrets"), i), "name");
  return [
    ...again(addresses).map(
      (i) => `${child(index(child(path, "hostAliases"), i), "ip")}: duplicate ip ${goQuote(addresses[i] ?? "")}`,
    ),
    ...again(secrets).map((i) => `${secretPath(i)}: duplicate name ${goQuote(secrets[i] ?? "")}`),
    ...secrets.flatMap((name, i) => (name === "" ? [`${secretPath(i)}: invalid empty name ""`] : NONE)),
  ];
}

/** Where a value stands that stood before. */
function again(values: readonly string[]): readonly number[] {
  const seen = new Set<string>();
  return values.flatMap((value, i) => {
    if (seen.has(value)) return [i];
    seen.add(value);
    return [];
  });
}

function seccompWarning(spec: PodSpec, annotations: Annotations, path: string): Warnings {
  if (spec.securityContext?.seccompProfile !== undefined || !Object.hasOwn(annotations, SECCOMP_POD)) return NONE;
  return [`${key(path, SECCOMP_POD)}: non-functional in v1.27+; use the "seccompProfile" field instead`];
}

function graceWarning(spec: PodSpec, path: string): Warnings {
  if ((spec.terminationGracePeriodSeconds ?? 0) >= 0) return NONE;
  const at = child(path, "terminationGracePeriodSeconds");
  return [`${at}: must be >= 0; negative values are invalid and will be treated as 1`];
}

function podAffinityWarnings(spec: PodSpec, path: string): Warnings {
  return (["podAffinity", "podAntiAffinity"] as const).flatMap((name) => {
    const {
      requiredDuringSchedulingIgnoredDuringExecution: needed,
      preferredDuringSchedulingIgnoredDuringExecution: liked,
    } = spec.affinity?.[name] ?? {};
    const at = child(path, `affinity.${name}`);
    const termWarning = (term: PodAffinityTerm | undefined, termPath: string) =>
      term?.labelSelector === undefined ? [`${child(termPath, "labelSelector")}: ${NULL_SELECTOR}`] : NONE;
    return [
      ...(needed ?? []).flatMap((term, i) =>
        termWarning(term, index(child(at, "requiredDuringSchedulingIgnoredDuringExecution"), i)),
      ),
      ...(liked ?? []).flatMap(({ podAffinityTerm }, i) => {
        const weighted = index(child(at, "preferredDuringSchedulingIgnoredDuringExecution"), i);
        return termWarning(podAffinityTerm, child(weighted, "podAffinityTerm"));
      }),
    ];
  });
}
