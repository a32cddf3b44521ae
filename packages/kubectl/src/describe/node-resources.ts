import type { Node, ParsedQuantity, Pod } from "@kubetick/core";
import { asInteger, asMilli, formatQuantity, quantityOf } from "@kubetick/core";
import { since } from "../print/duration.ts";
import { compare } from "../print/labels.ts";
import { type Amounts, addOne, podLimits, podRequests } from "./pod-resources.ts";
import type { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

const STANDARD = ["cpu", "memory", "ephemeral-storage"] as const;

/** The pods of a node and what they ask for. Source: kubectl/pkg/describe describeNodeResource. */
export function describeNodeResources(
  text: DescribeText,
  node: Node,
  pods: readonly Pod[],
  world: DescribeWorld,
): void {
  const { allocatable = {}, capacity = {} } = node.status ?? {};
  const available = Object.keys(allocatable).length > 0 ? allocatable : capacity;
  describePods(text, pods, available, world);
  text.line(0, "Allocated resources:");
  text.line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
  text.line(1, "Resource\tRequests\tLimits");
  text.line(1, "--------\t--------\t------");
  const requests = total(pods.map((pod) => podRequests(pod, false)));
  const limits = total(pods.map((pod) => podLimits(pod, false)));
  const extra = Object.keys(available).sort(compare);
  for (const name of [...STANDARD, ...extra.filter((n) => n.startsWith("hugepages-"))]) {
    const whole = measure(name, available[name]);
    const cell = (amounts: Amounts) =>
      whole === 0 ? share(name, amounts.get(name), 1, 0) : share(name, amounts.get(name), whole);
    text.line(1, `${name}\t${cell(requests)}\t${cell(limits)}`);
  }
  for (const name of extra.filter(isExtended)) {
    text.line(1, `${name}\t${amountText(requests.get(name))}\t${amountText(limits.get(name))}`);
  }
}

type Available = Readonly<Record<string, string>>;

function describePods(text: DescribeText, pods: readonly Pod[], available: Available, world: DescribeWorld): void {
  text.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  text.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
  text.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
  for (const pod of pods) {
    const [requests, limits] = [podRequests(pod, true), podLimits(pod, true)];
    const cell = (amounts: Amounts, name: string) => share(name, amounts.get(name), measure(name, available[name]));
    const cells = [
      cell(requests, "cpu"),
      cell(limits, "cpu"),
      cell(requests, "memory"),
      cell(limits, "memory"),
      since(pod.metadata.creationTimestamp, world.now),
    ];
    text.line(1, `${pod.metadata.namespace ?? ""}\t${pod.metadata.name}\t\t${cells.join("\t")}`);
  }
}

function isExtended(name: string): boolean {
  return !(STANDARD as readonly string[]).includes(name) && !name.startsWith("hugepages-") && name !== "pods";
}

function total(lists: readonly Amounts[]): Amounts {
  const sum = new Map<string, ParsedQuantity>();
  for (const list of lists) for (const [name, amount] of list) addOne(sum, name, amount);
  return sum;
}

function measure(name: string, amount: string | undefined): number {
  return name === "cpu" ? asMilli(amount) : asInteger(amount);
}

function amountText(amount: ParsedQuantity | undefined): string {
  return formatQuantity(amount ?? quantityOf(undefined));
}

/** `100m (2%)`, of a whole. */
function share(name: string, amount: ParsedQuantity | undefined, whole: number, scale = 100): string {
  const text = amountText(amount);
  const part = (measure(name, text) / whole) * scale;
  return `${text} (${Number.isFinite(part) ? Math.trunc(part) : MIN_INT64}%)`;
}

/** What Go on amd64 makes of a division by zero. */
const MIN_INT64 = "-9223372036854775808";
