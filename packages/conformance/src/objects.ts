import { type Names, normalised } from "./normalise.ts";
import type { Thing } from "./world.ts";

/** The namespaces that every cluster has. */
const ALWAYS = new Set(["default", "kube-node-lease", "kube-public", "kube-system"]);

/** What anyone can see at a settle point: each object that a scenario may be about, normalised, by `Kind namespace/name`. */
export function visible(objects: readonly Thing[], names: Names): Record<string, Thing> {
  const found = objects.filter(isOfInterest).map((object): [string, Thing] => {
    const normal = normalised(object.kind === "Node" ? judgedOfNode(object) : judged(object), names);
    const { namespace, name } = normal.metadata;
    return [`${object.kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`, normal];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
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
