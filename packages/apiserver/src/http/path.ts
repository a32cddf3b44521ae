/** A path to a resource: where it is served, and which of its objects are meant. */
export interface ResourcePath {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespace?: string;
  readonly name?: string;
  /** `status`; with more than one segment, all of them: `proxy/index.html`. */
  readonly subresource?: string;
  /** Of the older form `/api/v1/watch/…`. */
  readonly watch: boolean;
}

/** The subresources of a namespace; whatever else follows its name is a resource in it. Source: apiserver/pkg/endpoints/request/requestinfo.go. */
const OF_A_NAMESPACE = new Set(["status", "finalize"]);

/** The decoded segments of a path; undefined where its escapes are none. */
export function segmentsOf(pathname: string): readonly string[] | undefined {
  try {
    return pathname
      .split("/")
      .filter((segment) => segment !== "")
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/**
 * `/api/VERSION/…` and `/apis/GROUP/VERSION/…`, as far as they name a resource; undefined for shorter paths and others.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go NewRequestInfo.
 */
export function resourcePath(segments: readonly string[]): ResourcePath | undefined {
  const isCore = segments[0] === "api";
  if (!isCore && segments[0] !== "apis") return undefined;
  const [group = "", version = ""] = isCore ? ["", segments[1]] : [segments[1], segments[2]];
  const after = segments.slice(isCore ? 2 : 3);
  const watch = after[0] === "watch" && after.length > 1;
  const rest = watch ? after.slice(1) : after;
  if (rest[0] === undefined) return undefined;
  const inNamespace = rest[0] === "namespaces" && rest[2] !== undefined && !OF_A_NAMESPACE.has(rest[2]);
  const [plural, name, ...more] = inNamespace ? rest.slice(2) : rest;
  const path: Writable<ResourcePath> = { group, version, plural: plural as string, watch };
  if (inNamespace) path.namespace = rest[1] as string;
  if (name !== undefined) path.name = name;
  if (more.length > 0) path.subresource = more.join("/");
  return path;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
