import { withHeartbeat } from "../components/kubelet/heartbeat.ts";
import type { ClusterState } from "../machine/state.ts";
import { viewOf } from "../store/view.ts";
import { answer, type Call, existing, type Handled, storedApiVersion } from "./call.ts";
import { Refused } from "./failure.ts";
import type { KubeObject } from "./request.ts";
import { fieldSelectorMatcher, labelSelectorTextMatcher } from "./selector.ts";
import { badRequest } from "./status.ts";

/** GET of one object. */
export function read(state: ClusterState, call: Call): Handled {
  return answer(call, state, state, 200, withHeartbeat(state, existing(state, call)));
}

/** GET of a collection. Objects come in ascending order of namespace and name. */
export function list(state: ClusterState, call: Call): Handled {
  const items = selected(state, call).map((object) => withHeartbeat(state, object));
  const body = {
    kind: `${call.resource.kind}List`,
    apiVersion: storedApiVersion(call.resource),
    metadata: { resourceVersion: String(state.resourceVersion) },
    items,
  };
  return answer(call, state, state, 200, body);
}

/** The objects that a list (or a deletion of a collection) is about. */
export function selected(state: ClusterState, call: Call): readonly KubeObject[] {
  const matches = selectorOf(call);
  const namespace = call.resource.namespaced && call.namespace !== "" ? call.namespace : undefined;
  const objects = viewOf(state.tables).list(call.resource.resource, namespace);
  return matches === undefined ? objects : objects.filter(matches);
}

/** What `labelSelector` and `fieldSelector` of the request's options say of an object; undefined where there are none. */
export function selectorOf(call: Call): ((object: KubeObject) => boolean) | undefined {
  const { labelSelector, fieldSelector } = call.options;
  const byLabels = labelSelector ? labelSelectorTextMatcher(labelSelector) : undefined;
  if (typeof byLabels === "string") throw new Refused(badRequest(byLabels));
  const byFields = fieldSelector ? fieldSelectorMatcher(call.resource.resource, fieldSelector) : undefined;
  if (typeof byFields === "string") throw new Refused(badRequest(byFields));
  if (byLabels === undefined && byFields === undefined) return undefined;
  return (object) => (byLabels?.(object.metadata.labels) ?? true) && (byFields?.(object) ?? true);
}
