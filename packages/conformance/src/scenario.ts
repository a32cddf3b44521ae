import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * A history to play on a cluster that is empty but for its namespaces: in YAML, one file a scenario.
 *
 * Nodes have kwok for a kubelet: pods are Running and Ready at once, and gone at once when they are deleted. On nodes
 * whose name starts with `slow-` nothing happens by itself: the scenario writes their pods' statuses and lets them go.
 */
export interface Scenario {
  /** `daemonset/rolling-update/max-unavailable`: where the file is. */
  readonly name: string;
  /** What it shows, in a sentence. */
  readonly about: string;
  /** The IDs of the rules that it walks. */
  readonly rules: readonly string[];
  /** Set where a kubelet is judged: the node `hk-1` has a real one on a scripted runtime, and no node has kwok. */
  readonly images?: Images;
  readonly steps: readonly Step[];
}

/** How the containers of each image behave: kubetick's `Behaviour`, in JSON. */
export type Images = Readonly<Record<string, object>>;

export type Step =
  | { readonly do: "node"; readonly node: NodeToJoin }
  | { readonly do: "request"; readonly request: HttpRequest }
  | { readonly do: "wait"; readonly seconds: number }
  /** Records what there is, at rest or not. */
  | { readonly do: "look" }
  /** Waits until nothing has changed for so many seconds, and records what there is. */
  | { readonly do: "settle"; readonly quiet: number };

export interface NodeToJoin {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly allocatable?: Readonly<Record<string, string>>;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /**
   * With `$pod(NODE)` for the name of the pod on (or for) a node; of several the oldest that is not being deleted.
   * `$newest(NODE)` is the newest that is not being deleted, `$terminating(NODE)` the oldest that is; `$any(NODE)` the
   * newest, too, or `none` where there is no pod.
   */
  readonly path: string;
  readonly patchType?: "strategic" | "merge" | "json";
  /** In it and in the path, `$uid(Kind namespace/name)` stands for the uid of an object, `$version(…)` for its version. */
  readonly body?: unknown;
  /** Whether the trace has the body of the answer, too. */
  readonly shown?: boolean;
}

export const QUIET_SECONDS = 1;

/** Every scenario under a folder, by name. */
export function readScenarios(folder: string): Scenario[] {
  return scenarioNames(folder).map((name) => readScenarioOf(folder, name));
}

export function scenarioNames(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
  return files.sort().map((file) => file.replace(/\.yaml$/, ""));
}

export function readScenarioOf(folder: string, name: string): Scenario {
  const file = `${name}.yaml`;
  return readScenario(file, readFileSync(join(folder, file), "utf8"));
}

interface ScenarioFile {
  readonly about: string;
  readonly rules?: readonly string[];
  /** So many nodes `n1`, `n2`, … join first. */
  readonly nodes?: number;
  readonly images?: Images;
  readonly steps: readonly unknown[];
}

export function readScenario(file: string, text: string): Scenario {
  const name = file.replace(/\.yaml$/, "");
  const { about, rules = [], nodes = 0, images, steps } = parse(text) as ScenarioFile;
  const joined = Array.from({ length: nodes }, (_, at): Step => ({ do: "node", node: { name: `n${at + 1}` } }));
  const read = steps.map((step) => readStep(name, step));
  return { name, about, rules, ...(images === undefined ? {} : { images }), steps: [...joined, ...read] };
}

const REQUEST = /^(GET|POST|PUT|PATCH|DELETE) (\/\S+)(?: (strategic|merge|json))?(?: (shown))?$/;

function readStep(name: string, step: unknown): Step {
  if (step === "settle") return { do: "settle", quiet: QUIET_SECONDS };
  if (step === "look") return { do: "look" };
  const [key, value] = Object.entries(step as object)[0] as [string, unknown];
  if (key === "settle") return { do: "settle", quiet: Number(value) };
  if (key === "wait") return { do: "wait", seconds: Number(value) };
  if (key === "node") return { do: "node", node: (typeof value === "string" ? { name: value } : value) as NodeToJoin };
  const [, method, path, patchType, shown] = REQUEST.exec(key) ?? [];
  if (method === undefined || path === undefined) throw new Error(`${name}: what is the step ${JSON.stringify(key)}?`);
  const optional = { ...(patchType ? { patchType } : {}), ...(value === null ? {} : { body: value }) };
  const request = { method, path, ...optional, ...(shown || method === "GET" ? { shown: true } : {}) };
  return { do: "request", request: request as HttpRequest };
}

/** The Node object that joins. */
export function nodeBody({ name, labels, spec, allocatable }: NodeToJoin): object {
  const resources = { cpu: "4", memory: "8Gi", pods: "110", ...allocatable };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/os": "linux",
        "kubernetes.io/hostname": name,
        "kubernetes.io/arch": "amd64",
        ...labels,
      },
    },
    ...(spec === undefined ? {} : { spec }),
    status: { allocatable: resources, capacity: resources },
  };
}
