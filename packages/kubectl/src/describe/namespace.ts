import type { KubeObject, Namespace, Quantity } from "@kubetick/core";
import { canonicalQuantity } from "@kubetick/core";
import { compare, sortedKeys } from "../print/labels.ts";
import { rfc1123 } from "../print/rfc1123.ts";
import { describeLabelsAndAnnotations } from "./metadata.ts";
import { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

/** Source: kubectl/pkg/describe describeNamespace. */
export function describeNamespace(namespace: Namespace, world: DescribeWorld): string {
  const { metadata, status } = namespace;
  const text = new DescribeText();
  text.line(0, `Name:\t${metadata.name}`);
  describeLabelsAndAnnotations(text, namespace);
  text.line(0, `Status:\t${status?.phase ?? ""}`);
  describeConditions(text, namespace);
  text.line(0, "");
  describeQuotas(text, world.list<ResourceQuota>("resourcequotas", metadata.name));
  text.line(0, "");
  describeLimitRanges(text, world.list<LimitRange>("limitranges", metadata.name));
  return text.finish();
}

function describeConditions(text: DescribeText, { status }: Namespace): void {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return;
  text.line(0, "Conditions:");
  text.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage");
  text.line(1, "----\t------\t------------------\t------\t-------");
  for (const c of conditions) {
    text.line(1, `${c.type}\t${c.status}\t${rfc1123(c.lastTransitionTime)}\t${c.reason ?? ""}\t${c.message ?? ""}`);
  }
}

type Amounts = Readonly<Record<string, Quantity>>;

interface ResourceQuota extends KubeObject {
  readonly spec?: { readonly scopes?: readonly string[] };
  readonly status?: { readonly hard?: Amounts; readonly used?: Amounts };
}

/** Source: kubectl/pkg/describe helpTextForResourceQuotaScope. */
const SCOPE_HELP: ReadonlyMap<string, string> = new Map([
  [
    "Terminating",
    "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively terminated by the system.",
  ],
  [
    "NotTerminating",
    "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.",
  ],
  [
    "BestEffort",
    "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
  ],
  [
    "NotBestEffort",
    "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of service.",
  ],
]);

function describeQuotas(text: DescribeText, quotas: readonly ResourceQuota[]): void {
  if (quotas.length === 0) return text.line(0, "No resource quota.");
  text.line(0, "Resource Quotas");
  for (const { metadata, spec, status } of [...quotas].sort((a, b) => compare(a.metadata.name, b.metadata.name))) {
    text.line(1, `Name:\t${metadata.name}`);
    const scopes = [...(spec?.scopes ?? [])].sort(compare);
    if (scopes.length > 0) text.line(1, `Scopes:\t${scopes.join(", ")}`);
    for (const help of scopes.flatMap((scope) => SCOPE_HELP.get(scope) ?? [])) text.line(1, `* ${help}`);
    text.line(1, "Resource\tUsed\tHard");
    text.line(1, "--------\t---\t---");
    for (const name of sortedKeys(status?.hard)) {
      text.line(1, `${name}\t${amount(status?.used, name, "0")}\t${amount(status?.hard, name, "0")}`);
    }
  }
}

interface LimitRange extends KubeObject {
  readonly spec?: {
    readonly limits?: readonly {
      readonly type?: string;
      readonly min?: Amounts;
      readonly max?: Amounts;
      readonly default?: Amounts;
      readonly defaultRequest?: Amounts;
      readonly maxLimitRequestRatio?: Amounts;
    }[];
  };
}

/** Source: kubectl/pkg/describe describeLimitRangeSpec; there the resources of a limit come in random order. */
function describeLimitRanges(text: DescribeText, ranges: readonly LimitRange[]): void {
  if (ranges.length === 0) return text.line(0, "No LimitRange resource.");
  text.line(0, "Resource Limits");
  text.line(0, " Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
  text.line(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
  for (const limit of ranges.flatMap((range) => range.spec?.limits ?? [])) {
    const lists = [limit.min, limit.max, limit.defaultRequest, limit.default, limit.maxLimitRequestRatio];
    for (const name of [...new Set(lists.flatMap((list) => sortedKeys(list)))].sort(compare)) {
      text.line(0, ` ${limit.type ?? ""}\t${name}\t${lists.map((list) => amount(list, name, "-")).join("\t")}`);
    }
  }
}

function amount(amounts: Amounts | undefined, name: string, none: string): string {
  return amounts !== undefined && Object.hasOwn(amounts, name) ? canonicalQuantity(String(amounts[name])) : none;
}
