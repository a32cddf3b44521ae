import type { Thing } from "./world.ts";

/** What every object has and no scenario is about: times, versions, uids, addresses, and the random ends of names. */
const DROPPED = new Set([
  "uid",
  "resourceVersion",
  "managedFields",
  "selfLink",
  "podIP",
  "podIPs",
  "hostIP",
  "hostIPs",
]);
const TIME = /(Time|Timestamp|startedAt|finishedAt|timeAdded)$/;

/** Annotations of controllers that are no part of the claim. */
const FOREIGN_ANNOTATIONS = new Set(["node.alpha.kubernetes.io/ttl"]);

/** So much of generateName goes into a name. Source: staging/src/k8s.io/apiserver/pkg/storage/names/generate.go. */
const LONGEST_BASE = 58;

/**
 * Readable names for the pods of a run, `agent@n1`, and `agent@n1 (2)` for the second one there; and for the hashes of
 * templates, which the real controllers take from a dump of Go structures: `hash-1`, `hash-2`, in order of appearance.
 */
export class Names {
  readonly #given = new Map<string, string>();
  readonly #count = new Map<string, number>();
  readonly #met = new Set<string>();
  #hashes = 0;

  /** To be called for each ControllerRevision and ReplicaSet in the order in which they came into being. */
  meetHash({ metadata: { labels = {} } }: Thing): void {
    const hash = labels["controller-revision-hash"] ?? labels["pod-template-hash"];
    if (hash !== undefined && !this.#given.has(hash)) this.#given.set(hash, `hash-${++this.#hashes}`);
  }

  /** To be called for each object in the order in which they came into being. */
  meet(object: Thing): void {
    const { generateName, uid } = object.metadata;
    // The name of a ReplicaSet's pod has a hash in it, which is replaced first.
    const name = this.in(object.metadata.name);
    if (!generateName || !object.metadata.name.startsWith(generateName.slice(0, LONGEST_BASE)) || this.#met.has(uid))
      return;
    this.#met.add(uid);
    const where = object.kind === "Pod" ? `@${targetNode(object) ?? "?"}` : "";
    const stem = `${this.in(generateName.replace(/-$/, ""))}${where}`;
    const count = (this.#count.get(stem) ?? 0) + 1;
    this.#count.set(stem, count);
    this.#given.set(name, count === 1 ? stem : `${stem} (${count})`);
  }

  /** The real hash that is called `hash-N`: `$hash(N)` in a scenario. */
  hash(number: string): string {
    for (const [name, given] of this.#given) if (given === `hash-${number}`) return name;
    throw new Error(`there is no hash ${number} yet`);
  }

  in(text: string): string {
    let result = text;
    for (const [name, given] of this.#given) if (result.includes(name)) result = result.replaceAll(name, given);
    return result;
  }
}

/** The node that a pod is on, or for. */
export function targetNode(pod: Thing): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms[0]?.matchFields?.[0]?.values?.[0];
}

const UID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const VERSION = /(ResourceVersion in (?:record \(|object meta: ))[0-9]+/g;

/** How long a pull took, to the millisecond. */
const TOOK = / in [0-9.]+m?s \([0-9.]+m?s including waiting\)\./;

/** A whole object, as a patch that makes none is told, with its managed fields. */
const QUOTED = /Invalid value: "\{(?:\\.|[^"\\])*"/g;

/** The object without what differs from run to run. Fields in the order of their names. */
export function normalised(value: Thing, names: Names): Thing {
  if (typeof value === "string") return normalText(value, names);
  if (Array.isArray(value)) return value.map((item) => normalised(item, names));
  if (typeof value !== "object" || value === null) return value;
  const result: Record<string, Thing> = {};
  for (const key of Object.keys(value).sort()) {
    if (DROPPED.has(key) || FOREIGN_ANNOTATIONS.has(key)) continue;
    const normal = TIME.test(key) && typeof value[key] === "string" ? "a time" : normalised(value[key], names);
    if (key !== "annotations" || Object.keys(normal).length > 0) result[key] = normal;
  }
  return result;
}

/** A text without what differs from run to run. */
function normalText(text: string, names: Names): string {
  return names
    .in(text)
    .replaceAll(UID, "a uid")
    .replaceAll(VERSION, "$1a version")
    .replaceAll(QUOTED, 'Invalid value: "an object"')
    .replace(TOOK, " in a while.");
}
