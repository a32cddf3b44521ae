import { type Facts, Observer } from "./facts.ts";
import { Names, normalised } from "./normalise.ts";
import { visible } from "./objects.ts";
import { resolved } from "./references.ts";
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
  readonly warnings?: readonly string[];
  /** The object that the answer to a request that is `shown` holds, or the names in its list. */
  readonly body?: Thing;
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
    observer.see(world.changes());
  };
  for (const step of scenario.steps) {
    if (step.do === "wait") await world.wait(step.seconds);
    else if (step.do === "settle" || step.do === "look") {
      if (step.do === "settle") await world.settle(step.quiet);
      look();
      points.push({ objects: visible(await world.objects(), names, scenario), facts: observer.take() });
    } else {
      look();
      observer.ask();
      const asked: HttpRequest =
        step.do === "node" ? { method: "POST", path: "/api/v1/nodes", body: nodeBody(step.node) } : step.request;
      answers.push(recorded(asked, await world.request(await resolved(asked, world, names)), names));
    }
  }
  return { answers, points };
}

function recorded({ method, path, shown }: HttpRequest, answer: Answer, names: Names): RecordedAnswer {
  const { code } = answer;
  const body = normalised(answer.body, names);
  const { reason, message, details } = body;
  return {
    request: `${method} ${path}`,
    code,
    ...(code < 400 ? {} : { reason, message, ...(details?.causes ? { causes: details.causes } : {}) }),
    ...(answer.warnings?.length ? { warnings: normalised(answer.warnings, names) } : {}),
    ...(shown && code < 400 ? { body: summary(body) } : {}),
  };
}

/** A list's items are looked at elsewhere. */
function summary(body: Thing): Thing {
  return Array.isArray(body.items) ? { ...body, items: body.items.map(({ metadata }: Thing) => metadata.name) } : body;
}
