import type { KubeObject, LabelSelector, Millis, PodTemplateSpec } from "@kubetick/core";
import { containerCells } from "./containers.ts";
import { humanDuration, parseTime, since } from "./duration.ts";
import { compare, formatLabelSelector } from "./labels.ts";
import { columns, type TableKind } from "./table.ts";

// Kinds that the cluster stores as given; only what their tables show is typed. The functions of the same names in
// pkg/printers/internalversion/printers.go are the source of each.

interface Workload extends KubeObject {
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: PodTemplateSpec;
    readonly selector?: LabelSelector;
  };
}

interface StatefulSet extends Workload {
  readonly status?: { readonly readyReplicas?: number };
}

export const statefulSetTable: TableKind<StatefulSet> = {
  columns: columns("Name", "Ready", "Age", "+Containers", "+Images"),
  cells: ({ metadata, spec, status }, now) => [
    metadata.name,
    `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
    since(metadata.creationTimestamp, now),
    ...containerCells(spec?.template),
  ],
};

interface Job extends Workload {
  readonly spec?: Workload["spec"] & { readonly completions?: number; readonly parallelism?: number };
  readonly status?: {
    readonly succeeded?: number;
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

export const jobTable: TableKind<Job> = {
  columns: columns("Name", "Status", "Completions", "Duration", "Age", "+Containers", "+Images", "+Selector"),
  cells: (job, now) => [
    job.metadata.name,
    jobStatus(job),
    jobCompletions(job),
    jobDuration(job, now),
    since(job.metadata.creationTimestamp, now),
    ...containerCells(job.spec?.template),
    formatLabelSelector(job.spec?.selector),
  ],
};

function jobStatus({ metadata, status }: Job): string {
  const has = (type: string) => status?.conditions?.find((c) => c.type === type)?.status === "True";
  if (has("Complete")) return "Complete";
  if (has("Failed")) return "Failed";
  if (metadata.deletionTimestamp) return "Terminating";
  return ["Suspended", "FailureTarget", "SuccessCriteriaMet"].find(has) ?? "Running";
}

function jobCompletions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, now: Millis): string {
  const start = parseTime(status?.startTime);
  return start === undefined ? "" : humanDuration((parseTime(status?.completionTime) ?? now) - start);
}

interface RoleBinding extends KubeObject {
  readonly roleRef?: { readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly { readonly kind?: string; readonly name?: string; readonly namespace?: string }[];
}

export const roleBindingTable: TableKind<RoleBinding> = {
  columns: columns("Name", "Role", "Age", "+Users", "+Groups", "+ServiceAccounts"),
  cells: ({ metadata, roleRef, subjects = [] }, now) => {
    const named = (kind: string) => subjects.filter((s) => s.kind === kind);
    return [
      metadata.name,
      `${roleRef?.kind ?? ""}/${roleRef?.name ?? ""}`,
      since(metadata.creationTimestamp, now),
      named("User")
        .map((s) => s.name)
        .join(", "),
      named("Group")
        .map((s) => s.name)
        .join(", "),
      named("ServiceAccount")
        .map((s) => (s.namespace ? `${s.namespace}/${s.name}` : s.name))
        .join(", "),
    ];
  },
};

interface StorageClass extends KubeObject {
  readonly provisioner?: string;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
}

export const storageClassTable: TableKind<StorageClass> = {
  columns: columns("Name", "Provisioner", "ReclaimPolicy", "VolumeBindingMode", "AllowVolumeExpansion", "Age"),
  cells: ({ metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion }, now) => [
    metadata.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true"
      ? `${metadata.name} (default)`
      : metadata.name,
    provisioner ?? "",
    reclaimPolicy ?? "Delete",
    volumeBindingMode ?? "Immediate",
    allowVolumeExpansion ?? false,
    since(metadata.creationTimestamp, now),
  ],
};

interface DisruptionBudget extends KubeObject {
  readonly spec?: { readonly minAvailable?: number | string; readonly maxUnavailable?: number | string };
  readonly status?: { readonly disruptionsAllowed?: number };
}

export const podDisruptionBudgetTable: TableKind<DisruptionBudget> = {
  columns: columns("Name", "Min Available", "Max Unavailable", "Allowed Disruptions", "Age"),
  cells: ({ metadata, spec, status }, now) => [
    metadata.name,
    String(spec?.minAvailable ?? "N/A"),
    String(spec?.maxUnavailable ?? "N/A"),
    status?.disruptionsAllowed ?? 0,
    since(metadata.creationTimestamp, now),
  ],
};

interface NetworkPolicy extends KubeObject {
  readonly spec?: { readonly podSelector?: LabelSelector };
}

export const networkPolicyTable: TableKind<NetworkPolicy> = {
  columns: columns("Name", "Pod-Selector", "Age"),
  cells: ({ metadata, spec }, now) => {
    return [metadata.name, formatLabelSelector(spec?.podSelector), since(metadata.creationTimestamp, now)];
  },
};

interface CustomResourceDefinition extends KubeObject {
  readonly spec?: {
    readonly scope?: string;
    readonly group?: string;
    readonly names?: { readonly kind?: string; readonly shortNames?: readonly string[] };
    readonly versions?: readonly { readonly name: string; readonly served?: boolean; readonly storage?: boolean }[];
  };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Source: apiextensions-apiserver/pkg/registry/customresourcedefinition/tableconvertor. */
export const customResourceDefinitionTable: TableKind<CustomResourceDefinition> = {
  columns: columns("Name", "Scope", "Versions", "Created At", "+Group", "+Kind", "+ShortNames", "+Established"),
  cells: ({ metadata, spec, status }) => {
    const versions = (spec?.versions ?? [])
      .filter((v) => v.served)
      .map((v) => (v.storage ? `${v.name}(storage)` : v.name));
    return [
      metadata.name,
      spec?.scope ?? "",
      versions.sort(compare).join(","),
      metadata.creationTimestamp ?? "",
      spec?.group ?? "",
      spec?.names?.kind ?? "",
      (spec?.names?.shortNames ?? []).join(","),
      status?.conditions?.some((c) => c.type === "Established" && c.status === "True") ?? false,
    ];
  },
};

interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly unknown[];
}

export const webhookConfigurationTable: TableKind<WebhookConfiguration> = {
  columns: columns("Name", "Webhooks", "Age"),
  cells: ({ metadata, webhooks = [] }, now) => [metadata.name, webhooks.length, since(metadata.creationTimestamp, now)],
};

interface CsiDriver extends KubeObject {
  readonly spec?: {
    readonly attachRequired?: boolean;
    readonly podInfoOnMount?: boolean;
    readonly storageCapacity?: boolean;
    readonly tokenRequests?: readonly { readonly audience?: string }[];
    readonly requiresRepublish?: boolean;
    readonly volumeLifecycleModes?: readonly string[];
  };
}

export const csiDriverTable: TableKind<CsiDriver> = {
  columns: columns(
    "Name",
    "AttachRequired",
    "PodInfoOnMount",
    "StorageCapacity",
    "TokenRequests",
    "RequiresRepublish",
    "Modes",
    "Age",
  ),
  cells: ({ metadata, spec = {} }, now) => [
    metadata.name,
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    spec.tokenRequests?.map(({ audience = "" }) => audience).join(",") ?? "<unset>",
    spec.requiresRepublish ?? false,
    (spec.volumeLifecycleModes ?? []).join(",") || "<none>",
    since(metadata.creationTimestamp, now),
  ],
};
