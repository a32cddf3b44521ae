import type { ApiRequest, DaemonSet, KubeObject, ObjectKey, Pod, ResourceName } from "@kubetick/core";

/** What a request does, in words: `creates a pod for node-1`. `stored` looks up what it is about, as it is before. */
export function requestInWords(
  request: ApiRequest,
  stored: (resource: ResourceName, key: ObjectKey) => KubeObject | undefined,
): string {
  const { verb, resource, subresource, name = "", body } = request;
  const key = request.namespace === undefined ? name : `${request.namespace}/${name}`;
  const short = resource.split(".")[0]?.replace(/s$/, "") ?? resource;
  if (resource === "pods" && verb === "create" && subresource === undefined)
    return `creates a pod for ${nodeOf(body as Pod)}`;
  if (resource === "pods" && subresource === "binding")
    return `binds ${name} to ${(body as { target?: { name?: string } }).target?.name}`;
  if (resource === "pods" && verb === "delete")
    return `deletes ${name} on ${nodeOf(stored(resource, key) as Pod | undefined)}`;
  if (resource === "pods" && subresource === "status") return `says that ${name} is ${phaseOf(body as Pod)}`;
  if (resource === "daemonsets.apps" && subresource === "status")
    return `writes the status of ${name}: ${statusOf(body as DaemonSet)}`;
  const what =
    subresource === undefined
      ? `${short} ${name || nameIn(body as KubeObject | undefined)}`
      : `the ${subresource} of ${short} ${name}`;
  return `${VERBS[verb] ?? verb} ${what.trim()}`;
}

/** Where the server makes the name up, the start of it. */
function nameIn(body: KubeObject | undefined): string {
  const { name, generateName } = (body?.metadata ?? {}) as { name?: string; generateName?: string };
  return name ?? (generateName === undefined ? "" : `${generateName}*`);
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

/** Who says only that it found no node says nothing of the phase. */
function phaseOf({ status }: Pod): string {
  const says = (condition: string, value: string) =>
    status?.conditions?.some(({ type, status: said }) => type === condition && said === value) ?? false;
  if (status?.phase === undefined) return says("PodScheduled", "False") ? "not scheduled" : "as it is";
  return `${status.phase}${says("Ready", "True") ? " and ready" : ""}`;
}

function statusOf({ status }: DaemonSet): string {
  const { desiredNumberScheduled, numberReady, updatedNumberScheduled = 0, numberAvailable = 0 } = status ?? {};
  return `desired ${desiredNumberScheduled}, ready ${numberReady}, up-to-date ${updatedNumberScheduled}, available ${numberAvailable}`;
}
