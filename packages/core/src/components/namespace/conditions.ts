import type { Millis } from "../../api/request.ts";
import type { NamespaceCondition } from "../../kubernetes/types.ts";
import { formatTime } from "../../time.ts";

/** What is found while a namespace is emptied. Empty lists and maps mean that all is well. */
export interface Findings {
  readonly errors: readonly string[];
  /** By `pods.` or `deployments.apps`. */
  readonly remaining: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
}

type Described = Pick<NamespaceCondition, "type" | "status" | "reason" | "message">;

/** In the order in which the controller writes them, and what they say while there is nothing to say. */
const OK: readonly Described[] = [
  ["NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"],
  ["NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions", "All legacy kube types successfully parsed"],
  [
    "NamespaceDeletionContentFailure",
    "ContentDeleted",
    "All content successfully deleted, may be waiting on finalization",
  ],
  ["NamespaceContentRemaining", "ContentRemoved", "All content successfully removed"],
  ["NamespaceFinalizersRemaining", "ContentHasNoFinalizers", "All content-preserving finalizers finished"],
].map(([type = "", reason = "", message = ""]) => ({ type, status: "False", reason, message }));

/**
 * The conditions of a namespace that is being deleted; the same list where they say so already.
 * Source: pkg/controller/namespace/deletion/status_condition_utils.go updateConditions.
 */
export function namespaceConditions(
  conditions: readonly NamespaceCondition[],
  findings: Findings,
  now: Millis,
): readonly NamespaceCondition[] {
  const found = describe(findings);
  let result = conditions;
  for (const ok of OK) {
    const wanted = found.find(({ type }) => type === ok.type) ?? ok;
    const at = result.findIndex(({ type }) => type === ok.type);
    const old = result[at];
    if (old?.status === wanted.status && old.reason === wanted.reason && old.message === wanted.message) continue;
    const lastTransitionTime =
      old !== undefined && old.status === wanted.status && old.lastTransitionTime
        ? old.lastTransitionTime
        : formatTime(now);
    const condition: NamespaceCondition = { ...wanted, lastTransitionTime };
    result = at < 0 ? [...result, condition] : result.with(at, condition);
  }
  return result;
}

function describe({ errors, remaining, finalizers }: Findings): readonly Described[] {
  const described: Described[] = [];
  const add = (type: string, reason: string, message: string) =>
    described.push({ type, status: "True", reason, message });
  if (remaining.size > 0)
    add(
      "NamespaceContentRemaining",
      "SomeResourcesRemain",
      `Some resources are remaining: ${counts(remaining, (name, n) => `${name} has ${n} resource instances`)}`,
    );
  if (finalizers.size > 0)
    add(
      "NamespaceFinalizersRemaining",
      "SomeFinalizersRemain",
      `Some content in the namespace has finalizers remaining: ${counts(finalizers, (name, n) => `${name} in ${n} resource instances`)}`,
    );
  if (errors.length > 0)
    add(
      "NamespaceDeletionContentFailure",
      "ContentDeletionFailed",
      `Failed to delete all resource types, ${errors.length} remaining: ${[...errors].sort(byCodeUnit).join(", ")}`,
    );
  return described;
}

function counts(of: ReadonlyMap<string, number>, say: (name: string, count: number) => string): string {
  return [...of]
    .map(([name, count]) => say(name, count))
    .sort(byCodeUnit)
    .join(", ");
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
