import { entries, type KubeObject, type ResourceName } from "@kubetick/core";
import type { Run } from "../../model/index.ts";
import type { World } from "../../world/index.ts";
import { withTokens } from "../../world/names.ts";
import { ADDRESS } from "../naming.ts";

/** The objects of a world by resource, without all that differs from run to run though the same has come of it. */
export type NormalObjects = ReadonlyMap<ResourceName, readonly NormalObject[]>;

export interface NormalObject {
  readonly name: string;
  readonly object: unknown;
}

/** Their times are those of the last moment, and nothing else is in them. */
const LEFT_OUT: ReadonlySet<ResourceName> = new Set(["leases.coordination.k8s.io"]);

const OWN_FIELDS: ReadonlySet<string> = new Set(["uid", "resourceVersion", "managedFields"]);

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * All objects of a world without uids, resource versions, times and addresses; names that the server has made up say only of
 * what kind they are. Objects that are then the same are in the same order.
 */
export function normalObjects(run: Run, world: World): NormalObjects {
  const { system } = run;
  const found = new Map<ResourceName, readonly NormalObject[]>();
  for (const resource of system.resources) {
    if (LEFT_OUT.has(resource)) continue;
    const objects = Array.from(entries(system.tableOf(world, resource).objects), ([, object]) => normal(run, object));
    objects.sort((a, b) => compared(JSON.stringify(a), JSON.stringify(b)));
    found.set(resource, objects);
  }
  return found;
}

function normal(run: Run, object: KubeObject): NormalObject {
  const { name, namespace } = object.metadata;
  const full = namespace === undefined ? name : `${namespace}/${name}`;
  return { name: text(run, full), object: value(run, object) };
}

function value(run: Run, item: unknown): unknown {
  if (typeof item === "string") return text(run, item);
  if (Array.isArray(item)) return item.map((one) => value(run, one));
  if (typeof item !== "object" || item === null) return item;
  const fields = Object.entries(item).filter(([key, one]) => one !== undefined && !OWN_FIELDS.has(key));
  return Object.fromEntries(fields.map(([key, one]): [string, unknown] => [key, value(run, one)]).sort(byKey));
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return compared(a, b);
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function text(run: Run, string: string): string {
  if (TIME.test(string)) return "<time>";
  return withTokens(string, (token) => {
    const birth = run.system.names.birthOf(token);
    if (birth !== undefined) return `<${birth.resource}>`;
    return ADDRESS.test(token) ? "<address>" : token;
  });
}
