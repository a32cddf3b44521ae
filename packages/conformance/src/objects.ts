import { type Names, normalised } from "./normalise.ts";
import type { Scenario } from "./scenario.ts";
import type { Thing } from "./world.ts";

/** The namespaces that every cluster has. */
const ALWAYS = new Set(["default", "kube-node-lease", "kube-public", "kube-system"]);

/** What anyone can see at a settle point: each object that a scenario may be about, normalised, by `Kind namespace/name`. */
export function visible(objects: readonly Thing[], names: Names, { images }: Scenario): Record<string, Thing> {
  if (images !== undefined) return podsOf(objects, names);
  const found = objects.filter(isOfInterest).map((object): [string, Thing] => {
    const normal = normalised(object.kind === "Node" ? judgedOfNode(object) : judged(object), names);
    const { namespace, name } = normal.metadata;
    return [`${object.kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`, normal];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a kubelet says of its pods; the rest is the controllers' business. */
function podsOf(objects: readonly Thing[], names: Names): Record<string, Thing> {
  const pods = objects
    .filter(({ kind }) => kind === "Pod")
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  return Object.fromEntries(
    pods.map(({ metadata, status }): [string, Thing] => [
      `Pod ${names.in(metadata.name)}`,
      normalised({ deleting: metadata.deletionTimestamp !== undefined, status: saidByKubelet(status) }, names),
    ]),
  );
}

/** Addresses and the names that a runtime gives to things are left out. */
function saidByKubelet(status: Thing): Thing {
  const statuses = (list: Thing) => list?.map(({ containerID, imageID, image, ...rest }: Thing) => ended(rest));
  return withoutUndefined({
    ...status,
    conditions: [...(status.conditions ?? [])].sort(byType),
    containerStatuses: statuses(status.containerStatuses),
    initContainerStatuses: statuses(status.initContainerStatuses),
  });
}

function ended(status: Thing): Thing {
  const withoutId = (state: Thing) => {
    const { containerID, ...terminated } = state?.terminated ?? {};
    return state?.terminated === undefined ? state : { terminated };
  };
  return { ...status, state: withoutId(status.state), lastState: withoutId(status.lastState) };
}

function isOfInterest({ kind, metadata }: Thing): boolean {
  return kind !== "Event" && !(kind === "Namespace" && ALWAYS.has(metadata.name));
}

/** All but what the kubelet says of containers: that is judged by the real kubelet, not by kwok. */
function judged(object: Thing): Thing {
  if (object.kind !== "Pod") return object;
  const { conditions = [], phase, reason, message, qosClass, nominatedNodeName } = object.status ?? {};
  const status = { conditions: conditions.map(judgedCondition).sort(byType), phase, reason, message, qosClass };
  return { ...object, status: withoutUndefined({ ...status, nominatedNodeName }) };
}

function judgedOfNode(node: Thing): Thing {
  const conditions = (node.status?.conditions ?? []).map(({ type, status }: Thing) => ({ type, status }));
  return { ...node, status: { conditions: conditions.sort(byType) } };
}

function judgedCondition({ type, status, reason, message }: Thing): Thing {
  return withoutUndefined({ type, status, reason, message });
}

function byType(a: Thing, b: Thing): number {
  return a.type < b.type ? -1 : 1;
}

function withoutUndefined(object: Thing): Thing {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
