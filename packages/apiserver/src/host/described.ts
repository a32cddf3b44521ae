import { type ResourceName, resourceName } from "@kubetick/core";
import { resourcePath, segmentsOf } from "../http/path.ts";
import { flag } from "../http/query.ts";
import type { HttpRequest } from "../transport/exchange.ts";

/** What a request asks for, in Kubernetes' words. */
export interface Described {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; `discover` where no resource is named. */
  readonly verb: string;
  readonly resource?: ResourceName;
  readonly namespace?: string;
  readonly name?: string;
  readonly subresource?: string;
}

const VERBS: Readonly<Record<string, readonly [ofAll: string, ofOne: string]>> = {
  GET: ["list", "get"],
  POST: ["create", "create"],
  PUT: ["update", "update"],
  PATCH: ["patch", "patch"],
  DELETE: ["deletecollection", "delete"],
};

/** The verbs that change something. */
const WRITES: ReadonlySet<string> = new Set(["create", "update", "patch", "delete", "deletecollection"]);

export function isWrite({ verb }: Described): boolean {
  return WRITES.has(verb);
}

export function described({ method, url, body }: HttpRequest): Described {
  const [pathname = "", search = ""] = url.split("?", 2);
  const path = resourcePath(segmentsOf(pathname) ?? []);
  if (path === undefined) return { verb: "discover" };
  const { group, plural, namespace, name = nameInBody(method, body), subresource } = path;
  const isWatch =
    method === "GET" && (path.watch || (path.name === undefined && flag(new URLSearchParams(search), "watch")));
  const [ofAll, ofOne] = VERBS[method] ?? [method.toLowerCase(), method.toLowerCase()];
  return {
    verb: isWatch ? "watch" : path.name === undefined ? ofAll : ofOne,
    resource: resourceName(plural, group),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(subresource === undefined ? {} : { subresource }),
  };
}

/** What is created is named by its body; where the server is to make the name up, by the start of it. */
function nameInBody(method: string, body: string): string | undefined {
  if (method !== "POST") return undefined;
  try {
    const { name, generateName } = (JSON.parse(body) as { metadata: { name?: string; generateName?: string } })
      .metadata;
    return name ?? (generateName === undefined ? undefined : `${generateName}*`);
  } catch {
    return undefined;
  }
}

/** `create configmaps default/a`, `watch nodes`, `patch daemonsets.apps/status kube-system/agent`. */
export function inWords({ verb, resource, namespace, name, subresource }: Described): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where =
    name === undefined
      ? namespace === undefined
        ? undefined
        : `${namespace}/`
      : namespace === undefined
        ? name
        : `${namespace}/${name}`;
  return [verb, what, where].filter((word) => word !== undefined).join(" ");
}
