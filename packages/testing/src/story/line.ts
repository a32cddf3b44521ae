import type { ApiRequest, DaemonSet, KubeObject, Pod } from "@kubetick/core";
import { get } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";

/** A step of a run in words; undefined where nothing that can be seen happens. */
export function lineOf(run: Run, world: World, choice: Choice): string | undefined {
  switch (choice.do) {
    case "sync":
    case "rest":
    case "time":
      return undefined;
    case "proceed": {
      const request = run.system.pendingOf(world, run.system.indexOf(choice.component));
      return request && requestLine(run, world, choice.component, request);
    }
    case "hear":
      return `${choice.component} hears of a change of ${choice.resource} that it had missed`;
    case "act":
      return run.describeAct(world, choice);
    case "staleCache":
      return `${choice.component} hears nothing of ${choice.resource} from now on`;
    case "controllerCrash":
      return `${choice.component} crashes, and forgets what it expected`;
    case "requestTimeout":
      return `${waiting(run, world, choice.component)} gets no answer; ${choice.written ? "it has been carried out" : "nothing has been done"}`;
    case "conflict":
      return `${waiting(run, world, choice.component)} is refused: somebody else has been quicker`;
    case "twoLeaders":
      return `a second ${choice.component} believes that it leads`;
    case "stepDown":
      return `${choice.component} steps down`;
    case "nodeFailure":
      return `the machine of ${choice.node} loses its power`;
    case "nodeRecovery":
      return `the machine of ${choice.node} has power again`;
  }
}

function waiting(run: Run, world: World, component: string): string {
  const request = run.system.pendingOf(world, run.system.indexOf(component));
  return request === undefined ? component : `${component}, which ${done(run, world, request)},`;
}

function requestLine(run: Run, world: World, component: string, request: ApiRequest): string {
  return `${component} ${done(run, world, request)}`;
}

function done(run: Run, world: World, request: ApiRequest): string {
  const { verb, resource, subresource, name = "", body } = request;
  const key = request.namespace === undefined ? name : `${request.namespace}/${name}`;
  const stored = get(run.system.tableOf(world, resource).objects, key) as KubeObject | undefined;
  const short = resource.split(".")[0]?.replace(/s$/, "") ?? resource;
  if (resource === "pods" && verb === "create" && subresource === undefined)
    return `creates a pod for ${nodeOf(body as Pod)}`;
  if (resource === "pods" && subresource === "binding")
    return `binds ${name} to ${(body as { target?: { name?: string } }).target?.name}`;
  if (resource === "pods" && verb === "delete") return `deletes ${name} on ${nodeOf(stored as Pod | undefined)}`;
  if (resource === "pods" && subresource === "status") return `says that ${name} is ${phaseOf(body as Pod)}`;
  if (resource === "daemonsets.apps" && subresource === "status")
    return `writes the status of ${name}: ${statusOf(body as DaemonSet)}`;
  const what =
    subresource === undefined
      ? `${short} ${name || (body as KubeObject | undefined)?.metadata?.name || ""}`
      : `the ${subresource} of ${short} ${name}`;
  return `${VERBS[verb] ?? verb} ${what.trim()}`;
}

const VERBS: Readonly<Record<string, string>> = {
  create: "creates",
  update: "updates",
  patch: "patches",
  delete: "deletes",
  get: "reads",
  list: "lists",
};

function nodeOf(pod: Pod | undefined): string {
  const terms =
    pod?.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return pod?.spec?.nodeName || terms[0]?.matchFields?.[0]?.values?.[0] || "no node";
}

function phaseOf({ status }: Pod): string {
  const ready = status?.conditions?.some(({ type, status: value }) => type === "Ready" && value === "True");
  return `${status?.phase}${ready ? " and ready" : ""}`;
}

function statusOf({ status }: DaemonSet): string {
  const { desiredNumberScheduled, numberReady, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  return `desired ${desiredNumberScheduled}, ready ${numberReady}, up-to-date ${updatedNumberScheduled}, available ${numberAvailable}`;
}
