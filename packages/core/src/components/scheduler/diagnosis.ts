import type { PluginName, Rejection } from "./filters/index.ts";

/** Why no node can take a pod. Source: pkg/scheduler/framework/types.go Diagnosis, FitError. */
export interface Diagnosis {
  readonly allNodes: number;
  readonly rejections: ReadonlyMap<string, Rejection>;
  /** What is said of each node that no filter looked at. */
  readonly absent?: string;
  /** Said in place of all reasons: no node came into question at all. */
  readonly preFilter?: string;
  readonly plugins: ReadonlySet<PluginName>;
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable.` Source: framework/types.go FitError.Error. */
export function fitErrorMessage(
  { allNodes, rejections, absent, preFilter }: Omit<Diagnosis, "plugins">,
  postFilter = "",
): string {
  const reasons = preFilter ?? reasonHistogram(allNodes, rejections, absent);
  const parts = [
    `0/${allNodes} nodes are available:`,
    ...(reasons === "" ? [] : [`${reasons}.`]),
    ...(postFilter === "" ? [] : [postFilter]),
  ];
  return parts.join(" ");
}

function reasonHistogram(
  allNodes: number,
  rejections: ReadonlyMap<string, Rejection>,
  absent: string | undefined,
): string {
  const counts = new Map<string, number>();
  for (const { reasons } of rejections.values())
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const missing = allNodes - rejections.size;
  if (missing > 0 && absent !== undefined) counts.set(absent, (counts.get(absent) ?? 0) + missing);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort((a, b) => (a < b ? -1 : 1))
    .join(", ");
}

const NOTE_LIMIT = 1024;

/** An event's note as long as the API takes it. Source: pkg/scheduler/schedule_one.go truncateMessage. */
export function truncateMessage(message: string): string {
  return message.length <= NOTE_LIMIT ? message : `${message.slice(0, NOTE_LIMIT - 4)} ...`;
}
