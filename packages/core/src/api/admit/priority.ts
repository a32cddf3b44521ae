import type { Pod } from "../../kubernetes/types.ts";

/** What a pod gets from a PriorityClass. */
export interface PriorityOfClass {
  readonly metadata: { readonly name?: string };
  readonly value?: number;
  readonly preemptionPolicy?: string;
}

/** Where the classes are looked up. The two of the system are always there, as the API server makes them at its start. */
export interface PriorityClasses {
  /** The class of that name. */
  get(name: string): PriorityOfClass | undefined;
  /** The class for pods that name none: that with `globalDefault`, the lowest if there are several. */
  getDefault?(): PriorityOfClass | undefined;
}

/** Source: pkg/apis/scheduling/v1/helpers.go systemPriorityClasses. */
export const SYSTEM_PRIORITY_CLASSES = [
  systemClass(
    "system-node-critical",
    2000001000,
    "Used for system critical pods that must not be moved from their current node.",
  ),
  systemClass(
    "system-cluster-critical",
    2000000000,
    "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
  ),
] as const;

function systemClass(name: string, value: number, description: string) {
  return {
    apiVersion: "scheduling.k8s.io/v1",
    kind: "PriorityClass",
    metadata: { name },
    value,
    description,
    preemptionPolicy: "PreemptLowerPriority",
  };
}

interface Resolved {
  readonly name: string;
  readonly value: number;
  readonly preemptionPolicy?: string;
}

/**
 * A new pod with its priority, from the class that it names; or, as a text, why it is forbidden: the server answers 403
 * with `pods "NAME" is forbidden: ` before it.
 * Source: plugin/pkg/admission/priority/admission.go admitPod.
 */
export function admitPriority(pod: Pod, classes: PriorityClasses): Pod | string {
  const spec = pod.spec ?? { containers: [] };
  const found = resolve(spec.priorityClassName ?? "", classes);
  if (typeof found === "string") return found;
  if (spec.priority !== undefined && spec.priority !== found.value) {
    return (
      `the integer value of priority (${spec.priority}) must not be provided in pod spec; ` +
      `priority admission controller computed ${found.value} from the given PriorityClass name`
    );
  }
  const policy = found.preemptionPolicy;
  if (policy !== undefined && spec.preemptionPolicy !== undefined && spec.preemptionPolicy !== policy) {
    return (
      `the string value of PreemptionPolicy (${spec.preemptionPolicy}) must not be provided in pod spec; ` +
      `priority admission controller computed ${policy} from the given PriorityClass name`
    );
  }
  const names = found.name === "" ? {} : { priorityClassName: found.name };
  const policies = policy === undefined ? {} : { preemptionPolicy: policy };
  return { ...pod, spec: Object.assign({}, spec, names, policies, { priority: found.value }) };
}

function resolve(name: string, classes: PriorityClasses): Resolved | string {
  if (name === "") return resolvedClass(classes.getDefault?.()) ?? NO_CLASS;
  const found = classes.get(name) ?? SYSTEM_PRIORITY_CLASSES.find((each) => each.metadata.name === name);
  return resolvedClass(found) ?? `no PriorityClass with name ${name} was found`;
}

const NO_CLASS: Resolved = { name: "", value: 0, preemptionPolicy: "PreemptLowerPriority" };

function resolvedClass(found: PriorityOfClass | undefined): Resolved | undefined {
  if (found === undefined) return undefined;
  const policy = found.preemptionPolicy === undefined ? {} : { preemptionPolicy: found.preemptionPolicy };
  return { name: found.metadata.name ?? "", value: found.value ?? 0, ...policy };
}

/** An update that leaves the priority out keeps it. */
export function keepPriority(pod: Pod, old: Pod): Pod {
  if (pod.spec === undefined || pod.spec === old.spec) return pod;
  const { priority, preemptionPolicy } = pod.spec;
  const kept = {
    ...(priority === undefined && old.spec?.priority !== undefined ? { priority: old.spec.priority } : {}),
    ...(preemptionPolicy === undefined && old.spec?.preemptionPolicy !== undefined
      ? { preemptionPolicy: old.spec.preemptionPolicy }
      : {}),
  };
  return Object.keys(kept).length === 0 ? pod : { ...pod, spec: { ...pod.spec, ...kept } };
}
