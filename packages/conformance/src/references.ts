import { targetNode } from "./normalise.ts";
import type { HttpRequest } from "./scenario.ts";
import type { Thing, World } from "./world.ts";

const REFERENCE = /\$(pod|uid|version)\(([^)]*)\)/g;

/** The request with what its references stand for: names, uids and versions that differ from run to run. */
export async function resolved(request: HttpRequest, world: World): Promise<HttpRequest> {
  const { path, body } = request;
  const text = JSON.stringify([path, body ?? null]);
  if (text.match(REFERENCE) === null) return request;
  const objects = await world.objects();
  const [asked, sent] = JSON.parse(text.replaceAll(REFERENCE, (_, what, of) => meaning(what, of, objects)));
  return { ...request, path: asked, ...(body === undefined ? {} : { body: sent }) };
}

function meaning(what: string, of: string, objects: readonly Thing[]): string {
  if (what === "pod") return podOn(of, objects).metadata.name;
  const [kind, place = ""] = of.split(" ");
  const found = objects.find(
    (object) =>
      object.kind === kind && place === [object.metadata.namespace ?? [], object.metadata.name].flat().join("/"),
  );
  if (found === undefined) throw new Error(`there is no ${of}`);
  return what === "uid" ? found.metadata.uid : found.metadata.resourceVersion;
}

function podOn(node: string, objects: readonly Thing[]): Thing {
  const [pod] = objects
    .filter((object) => object.kind === "Pod" && targetNode(object) === node)
    .sort(
      (a, b) =>
        Number(a.metadata.deletionTimestamp !== undefined) - Number(b.metadata.deletionTimestamp !== undefined) ||
        Number(a.metadata.creationTimestamp > b.metadata.creationTimestamp) -
          Number(a.metadata.creationTimestamp < b.metadata.creationTimestamp),
    );
  if (pod === undefined) throw new Error(`there is no pod on ${node}`);
  return pod;
}
