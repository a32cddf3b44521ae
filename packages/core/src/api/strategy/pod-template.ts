import type { PodSpec, PodTemplateSpec } from "../../kubernetes/types.ts";
import { change } from "../default/pod-fill.ts";
import { dropGatedFields } from "./pod-gated-fields.ts";
import { podTemplateWarnings } from "./pod-warnings.ts";

/** A kind whose spec holds a pod template. */
interface Templated {
  readonly spec?: { readonly template?: PodTemplateSpec };
}

/** The object without the fields of its template whose gates are off. Source: pkg/api/pod/util.go DropDisabledTemplateFields. */
export function withoutGatedTemplateFields<T extends object>(object: T): T {
  const dropped = change(object as Templated, "spec", (spec) =>
    change(spec, "template", (template) => change(template, "spec", (podSpec: PodSpec) => dropGatedFields(podSpec))),
  );
  return dropped as T;
}

/** The warnings about the template of a DaemonSet, a Deployment or a ReplicaSet. */
export function templateWarnings(object: object): readonly string[] {
  const template = (object as Templated).spec?.template;
  return template === undefined ? [] : podTemplateWarnings(template, "spec.template");
}
