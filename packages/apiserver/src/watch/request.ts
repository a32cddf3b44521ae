import {
  type ApiResource,
  type ClusterState,
  failures,
  fieldSelectorMatcher,
  type KubeObject,
  labelSelectorTextMatcher,
  type Millis,
  parseUintError,
} from "@kubetick/core";
import { Failed } from "../http/failed.ts";
import { flag, wholeNumber } from "../http/query.ts";

/** What a client asks to be told. */
export interface WatchRequest {
  readonly resource: ApiResource;
  /** The version in which the objects are told. */
  readonly version: string;
  /** Undefined: of all namespaces, or of none. */
  readonly namespace: string | undefined;
  readonly matches: (object: KubeObject) => boolean;
  readonly labelSelector: string | undefined;
  readonly fieldSelector: string | undefined;
  /** Only what changed after this version. Undefined: all that there is, first. */
  readonly after: number | undefined;
  /** Tells when all that there is has been told (`sendInitialEvents`). */
  readonly marksInitialEvents: boolean;
  /** Tells from time to time how far the watch has come. */
  readonly bookmarks: boolean;
  /** The server ends the watch after so long. */
  readonly timeout: Millis;
}

/**
 * Where the client names no `timeoutSeconds`: the shortest of those among which the real server chooses at random.
 * Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/get.go handleWatch, pkg/server/options MinRequestTimeout.
 */
const DEFAULT_TIMEOUT: Millis = 1_800_000;

/** Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/get.go listOpts, handleWatch. */
export function watchRequest(
  place: Pick<WatchRequest, "resource" | "version" | "namespace">,
  query: URLSearchParams,
  only?: string,
): WatchRequest {
  const timeoutSeconds = wholeNumber(query, "timeoutSeconds") ?? 0;
  const labelSelector = query.get("labelSelector") ?? undefined;
  const fieldSelector = query.get("fieldSelector") ?? (only === undefined ? undefined : `metadata.name=${only}`);
  const matches = matcher(place, labelSelector, fieldSelector);
  const sendInitialEvents = query.has("sendInitialEvents") ? flag(query, "sendInitialEvents") : undefined;
  requireMatch(sendInitialEvents, query.get("resourceVersionMatch"));
  const version = resourceVersion(query.get("resourceVersion") ?? "");
  const bookmarks = flag(query, "allowWatchBookmarks");
  return {
    ...place,
    matches,
    labelSelector,
    fieldSelector,
    after: startsFrom(version, sendInitialEvents),
    marksInitialEvents: sendInitialEvents === true && bookmarks,
    bookmarks,
    timeout: timeoutSeconds === 0 ? DEFAULT_TIMEOUT : timeoutSeconds * 1000,
  };
}

/** From no version in particular: from now on, if what there is is not wanted. */
function startsFrom(version: number, sendInitialEvents: boolean | undefined): number | undefined {
  if (sendInitialEvents === true) return undefined;
  if (version > 0) return version;
  return sendInitialEvents === false ? Number.POSITIVE_INFINITY : undefined;
}

function matcher(
  { resource, namespace }: Pick<WatchRequest, "resource" | "namespace">,
  labelSelector: string | undefined,
  fieldSelector: string | undefined,
): (object: KubeObject) => boolean {
  const byLabels = labelSelector ? labelSelectorTextMatcher(labelSelector) : undefined;
  if (typeof byLabels === "string") throw new Failed(failures.badRequest(byLabels));
  const byFields = fieldSelector ? fieldSelectorMatcher(resource.resource, fieldSelector) : undefined;
  if (typeof byFields === "string") throw new Failed(failures.badRequest(byFields));
  return (object) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (byLabels?.(object.metadata.labels) ?? true) &&
    (byFields?.(object) ?? true);
}

/** Source: staging/src/k8s.io/apimachinery/pkg/apis/meta/internalversion/validation/validation.go ValidateListOptions. */
function requireMatch(sendInitialEvents: boolean | undefined, match: string | null): void {
  if (sendInitialEvents === undefined || match === "NotOlderThan") return;
  const detail = "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan";
  const field = "resourceVersionMatch";
  throw new Failed(failures.invalid(LIST_OPTIONS, [{ type: "FieldValueForbidden", field, detail, badValue: "" }]));
}

const LIST_OPTIONS = { kind: "ListOptions", group: "meta.k8s.io", name: "" };

/** A watch answers with an error of its own where the version is none. Source: storage/interfaces.go ParseResourceVersion. */
function resourceVersion(text: string): number {
  if (text === "") return 0;
  const error = parseUintError(text);
  if (error === undefined) return Number(text);
  throw new Failed(failures.unknownError(`resourceVersion: Invalid value: ${JSON.stringify(text)}: ${error}`));
}

/** Refuses a list from a version that is still to come. Source: storage/cacher/cacher.go GetList. */
export function requireListVersion(state: ClusterState, query: URLSearchParams): void {
  const text = query.get("resourceVersion") ?? "";
  const error = text === "" ? undefined : parseUintError(text);
  if (error !== undefined) {
    const why = `resourceVersion: Invalid value: ${JSON.stringify(text)}: ${error}`;
    throw new Failed(failures.badRequest(`invalid resource version: ${why}`));
  }
  if (Number(text) > state.resourceVersion)
    throw new Failed(failures.tooLargeResourceVersion(Number(text), state.resourceVersion));
}
