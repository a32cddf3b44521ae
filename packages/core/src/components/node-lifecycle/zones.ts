import { labelValue } from "../../api/selector.ts";
import type { Node } from "../../kubernetes/types.ts";
import { summariser } from "../../store/summary.ts";
import type { ClusterView } from "../../store/view.ts";
import { isReady, readyCondition } from "./conditions.ts";
import { hasTaint, NOT_READY, UNREACHABLE } from "./taints.ts";

/** Of the nodes of one zone, how many are well, and which of the others is the next to get its NoExecute taint. */
export interface Zone {
  readonly ready: number;
  readonly notReady: number;
  readonly next?: Waiting;
}

/** A node that is to be tainted, and since when it has not been ready: first come, first served. */
interface Waiting {
  readonly name: string;
  readonly since: string;
}

export type ZoneState = "Normal" | "PartialDisruption" | "FullDisruption";

type Zones = ReadonlyMap<string, Zone>;

const NONE: Zones = new Map();

/** All zones, from the summaries of the parts of the nodes' tree: O(log n) after a change. */
export function zonesOf(view: ClusterView): Zones {
  return summarise(view.tree<Node>("nodes"));
}

const summarise = summariser<Node, Zones>({
  empty: NONE,
  of: (node) => new Map([[zoneKey(node), zoneOf(node)]]),
  combine,
});

/** Source: component-helpers/node/topology/helpers.go GetZoneKey. */
function zoneKey({ metadata }: Node): string {
  const region =
    labelValue(metadata.labels, "topology.kubernetes.io/region") ??
    labelValue(metadata.labels, "failure-domain.beta.kubernetes.io/region") ??
    "";
  const zone =
    labelValue(metadata.labels, "topology.kubernetes.io/zone") ??
    labelValue(metadata.labels, "failure-domain.beta.kubernetes.io/zone") ??
    "";
  return region === "" && zone === "" ? "" : `${region}:\x00:${zone}`;
}

function zoneOf(node: Node): Zone {
  const next = waiting(node);
  const counted = labelValue(node.metadata.labels, "node.kubernetes.io/exclude-disruption") === undefined;
  return {
    ready: counted && isReady(node) ? 1 : 0,
    notReady: counted && !isReady(node) ? 1 : 0,
    ...(next === undefined ? {} : { next }),
  };
}

/** Source: node_lifecycle_controller.go processTaintBaseEviction, doNoExecuteTaintingPass. */
function waiting(node: Node): Waiting | undefined {
  const ready = readyCondition(node);
  if (ready === undefined || ready.status === "True") return undefined;
  if (hasTaint(node.spec?.taints, ready.status === "False" ? NOT_READY : UNREACHABLE)) return undefined;
  return { name: node.metadata.name, since: ready.lastTransitionTime ?? "" };
}

function combine(left: Zones, right: Zones): Zones {
  if (left.size === 0) return right;
  if (right.size === 0) return left;
  const zones = new Map(left);
  for (const [key, zone] of right) {
    const other = zones.get(key);
    zones.set(key, other === undefined ? zone : merged(other, zone));
  }
  return zones;
}

function merged(a: Zone, b: Zone): Zone {
  const next = a.next === undefined || (b.next !== undefined && isBefore(b.next, a.next)) ? b.next : a.next;
  return { ready: a.ready + b.ready, notReady: a.notReady + b.notReady, ...(next === undefined ? {} : { next }) };
}

function isBefore(a: Waiting, b: Waiting): boolean {
  return a.since === b.since ? a.name < b.name : a.since < b.since;
}

const UNHEALTHY_ZONE_THRESHOLD = 0.55;
const LARGE_CLUSTER = 50;
const EVICTION_RATE = 0.1;
const SECONDARY_EVICTION_RATE = 0.01;

/** Source: node_lifecycle_controller.go ComputeZoneState. */
export function zoneState({ ready, notReady }: Zone): ZoneState {
  if (ready === 0 && notReady > 0) return "FullDisruption";
  if (notReady > 2 && notReady / (notReady + ready) >= UNHEALTHY_ZONE_THRESHOLD) return "PartialDisruption";
  return "Normal";
}

/** All nodes that there are seem to be down: more likely, the control plane is cut off. Source: handleDisruption. */
export function isCutOff(zones: Zones): boolean {
  const counted = [...zones.values()].filter(({ ready, notReady }) => ready + notReady > 0);
  return counted.length > 0 && counted.every((zone) => zoneState(zone) === "FullDisruption");
}

/** How many nodes of a zone get the NoExecute taint in a second. Source: setLimiterInZone, ReducedQPSFunc, HealthyQPSFunc. */
export function evictionRate(zone: Zone): number {
  if (zoneState(zone) !== "PartialDisruption") return EVICTION_RATE;
  return zone.ready + zone.notReady > LARGE_CLUSTER ? SECONDARY_EVICTION_RATE : 0;
}
