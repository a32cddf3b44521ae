import { type Facts, Observer } from "./facts.ts";
import { Names, normalised, targetNode } from "./normalise.ts";
import { visible } from "./objects.ts";
import { type HttpRequest, nodeBody, type Scenario } from "./scenario.ts";
import type { Answer, Thing, World } from "./world.ts";

/** What a scenario came to. */
export interface Trace {
  /** The answers to its requests, in order. */
  readonly answers: readonly RecordedAnswer[];
  readonly points: readonly Point[];
}

export interface RecordedAnswer {
  readonly request: string;
  readonly code: number;
  /** Of a request that was refused. */
  readonly reason?: string;
  readonly message?: string;
  readonly causes?: readonly Thing[];
}

/** What there was when all had come to rest, and what had happened since it last had. */
export interface Point {
  readonly objects: Readonly<Record<string, Thing>>;
  readonly facts: Facts;
}

export async function play(scenario: Scenario, world: World): Promise<Trace> {
  const names = new Names();
  const observer = new Observer(names);
  const answers: RecordedAnswer[] = [];
  const points: Point[] = [];
  const look = () => {
    for (const change of world.changes()) observer.see(change);
  };
  for (const step of scenario.steps) {
    if (step.do === "wait") await world.wait(step.seconds);
    else if (step.do === "settle") {
      await world.settle(step.quiet);
      look();
      points.push({ objects: visible(await world.objects(), names), facts: observer.take() });
    } else {
      look();
      const asked: HttpRequest =
        step.do === "node" ? { method: "POST", path: "/api/v1/nodes", body: nodeBody(step.node) } : step.request;
      const request = { ...asked, path: await resolved(asked.path, world) };
      answers.push(recorded(asked, await world.request(request), names));
    }
  }
  return { answers, points };
}

const POD = /\$pod\(([^)]*)\)/;

async function resolved(path: string, world: World): Promise<string> {
  const [whole, node] = POD.exec(path) ?? [];
  if (whole === undefined) return path;
  const pods = (await world.objects())
    .filter((object) => object.kind === "Pod" && targetNode(object) === node)
    .sort(
      (a, b) =>
        Number(a.metadata.deletionTimestamp !== undefined) - Number(b.metadata.deletionTimestamp !== undefined) ||
        Number(a.metadata.creationTimestamp > b.metadata.creationTimestamp) -
          Number(a.metadata.creationTimestamp < b.metadata.creationTimestamp),
    );
  const [pod] = pods;
  if (pod === undefined) throw new Error(`there is no pod on ${node}`);
  return path.replace(whole, pod.metadata.name);
}

function recorded({ method, path }: HttpRequest, { code, body }: Answer, names: Names): RecordedAnswer {
  const request = `${method} ${path}`;
  if (code < 400) return { request, code };
  const { reason, message, details } = normalised(body, names);
  return { request, code, reason, message, ...(details?.causes ? { causes: details.causes } : {}) };
}
