import { handleTrusted } from "../api/handle.ts";
import type { ApiRequest, Millis } from "../api/request.ts";
import { EMPTY_LOG } from "../store/log.ts";
import { EPOCH, LATEST } from "../time.ts";
import type { ClusterState } from "./state.ts";

export interface InitialStateOptions {
  /** Chooses the random-looking parts of names and uids. A whole number. Default: 1. */
  readonly seed?: number;
  /** Where virtual time starts, in milliseconds since 1970. Default: 2026-01-01T00:00:00Z. */
  readonly now?: Millis;
}

export function emptyState({ seed = 1, now = EPOCH }: InitialStateOptions = {}): ClusterState {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be a whole number, not ${String(seed)}`);
  if (!Number.isSafeInteger(now) || now < 0 || now > LATEST)
    throw new RangeError(
      `time must start at a whole number of milliseconds from 0 to ${LATEST}, not at ${String(now)}`,
    );
  return { seed, now, resourceVersion: 0, uids: 0, names: 0, tables: {}, log: EMPTY_LOG, components: {} };
}

const NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];

/** Source: pkg/apis/scheduling/helpers.go SystemPriorityClasses. */
const PRIORITY_CLASSES: readonly ApiRequest[] = (
  [
    [
      "system-cluster-critical",
      2_000_000_000,
      "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    ],
    [
      "system-node-critical",
      2_000_001_000,
      "Used for system critical pods that must not be moved from their current node.",
    ],
  ] as const
).map(([name, value, description]) => ({
  verb: "create",
  resource: "priorityclasses.scheduling.k8s.io",
  body: { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name }, value, description },
}));

/** What the API server makes in every new cluster. */
export function withFirstObjects(state: ClusterState): ClusterState {
  const namespaces = NAMESPACES.map(
    (name): ApiRequest => ({
      verb: "create",
      resource: "namespaces",
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    }),
  );
  return [...namespaces, ...PRIORITY_CLASSES].reduce((current, request) => {
    const { state: after, response } = handleTrusted(current, { ...request, by: "kube-apiserver" });
    if (response.code !== 201) throw new Error(`a new cluster could not be made: ${JSON.stringify(response.body)}`);
    return after;
  }, state);
}
