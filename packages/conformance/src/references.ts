import { type Names, targetNode } from "./normalise.ts";
import type { HttpRequest } from "./scenario.ts";
import type { Thing, World } from "./world.ts";

const REFERENCE = /\$(pod|newest|terminating|any|hash|uid|version)\(([^)]*)\)/g;

/** The request with what its references stand for: names, uids and versions that differ from run to run. */
export async function resolved(request: HttpRequest, world: World, names: Names): Promise<HttpRequest> {
  const { path, body } = request;
  const text = JSON.stringify([path, body ?? null]);
  if (text.match(REFERENCE) === null) return request;
  const objects = await world.objects();
  const [asked, sent] = JSON.parse(
    text.replaceAll(REFERENCE, (_, what, of) => (what === "hash" ? names.hash(of) : meaning(what, of, objects))),
  );
  return { ...request, path: asked, ...(body === undefined ? {} : { body: sent }) };
}

function meaning(what: string, of: string, objects: readonly Thing[]): string {
  if (what === "any") return podsOn(of, objects).live.at(-1)?.metadata.name ?? "none";
  if (what === "pod" || what === "newest" || what === "terminating") return podOn(of, what, objects).metadata.name;
  const [kind, place = ""] = of.split(" ");
  const found = objects.find(
    (object) =>
      object.kind === kind && place === [object.metadata.namespace ?? [], object.metadata.name].flat().join("/"),
  );
  if (found === undefined) throw new Error(`there is no ${of}`);
  return what === "uid" ? found.metadata.uid : found.metadata.resourceVersion;
}

function podOn(node: string, which: "pod" | "newest" | "terminating", objects: readonly Thing[]): Thing {
  const { live, terminating } = podsOn(node, objects);
  const found = { pod: live[0] ?? terminating[0], newest: live.at(-1), terminating: terminating[0] }[which];
  if (found === undefined) throw new Error(`there is no ${which} on ${node}`);
  return found;
}

/** The oldest first. */
function podsOn(node: string, objects: readonly Thing[]): { live: readonly Thing[]; terminating: readonly Thing[] } {
  const pods = objects.filter((object) => object.kind === "Pod" && targetNode(object) === node).sort(byAge);
  return { live: pods.filter((pod) => !isTerminating(pod)), terminating: pods.filter(isTerminating) };
}

function isTerminating({ metadata }: Thing): boolean {
  return metadata.deletionTimestamp !== undefined;
}

/** The oldest first. */
function byAge({ metadata: a }: Thing, { metadata: b }: Thing): number {
  return Number(a.creationTimestamp > b.creationTimestamp) - Number(a.creationTimestamp < b.creationTimestamp);
}
