import type { AppArmorProfile, Container, EphemeralContainer, PodSpec } from "../../kubernetes/types.ts";
import { change, changeEach } from "../default/pod-fill.ts";
import { semanticEqual } from "../semantic-equal.ts";
import { APPARMOR_PREFIX } from "../validate/pod/annotations.ts";
import { validateAppArmorProfile } from "../validate/pod/security-context.ts";

type Annotations = Readonly<Record<string, string>>;

/** The profile that an old annotation stands for; undefined where it stands for none. Source: pkg/api/pod/util.go ApparmorFieldForAnnotation. */
export function appArmorProfileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === "unconfined") return { type: "Unconfined" };
  if (annotation === "runtime/default") return { type: "RuntimeDefault" };
  const file = annotation.startsWith("localhost/") ? annotation.slice("localhost/".length) : "";
  return file === "" ? undefined : { type: "Localhost", localhostProfile: file };
}

/** What an annotation says about a container becomes its field. Source: pkg/registry/core/pod/strategy.go applyAppArmorVersionSkew. */
export function withAppArmorFields(spec: PodSpec, annotations: Annotations): PodSpec {
  if (spec.os?.name === "windows" || !Object.keys(annotations).some((name) => name.startsWith(APPARMOR_PREFIX))) {
    return spec;
  }
  const rewrite = <T extends Container | EphemeralContainer>(container: T): T => {
    const profile = fieldFor(container, spec, annotations);
    if (profile === undefined) return container;
    return { ...container, securityContext: { ...container.securityContext, appArmorProfile: profile } };
  };
  const s = change(spec, "initContainers", (list) => changeEach(list, rewrite));
  return change(s, "containers", (list) => changeEach(list, rewrite));
}

function fieldFor(
  container: Container | EphemeralContainer,
  spec: PodSpec,
  annotations: Annotations,
): AppArmorProfile | undefined {
  const name = APPARMOR_PREFIX + container.name;
  if (!Object.hasOwn(annotations, name) || container.securityContext?.appArmorProfile !== undefined) return undefined;
  const profile = appArmorProfileOf(annotations[name] ?? "");
  if (profile === undefined || validateAppArmorProfile(profile, "").length > 0) return undefined;
  return semanticEqual(profile, spec.securityContext?.appArmorProfile) ? undefined : profile;
}

/** The warnings about these annotations, on creation of a pod. */
export function appArmorWarnings(spec: PodSpec, annotations: Annotations): readonly string[] {
  if (spec.os?.name === "windows") return [];
  return [...(spec.initContainers ?? []), ...(spec.containers ?? [])].flatMap((container) => {
    const name = APPARMOR_PREFIX + container.name;
    if (!Object.hasOwn(annotations, name)) return [];
    const own = container.securityContext?.appArmorProfile;
    const profile = appArmorProfileOf(annotations[name] ?? "");
    // By now the annotation is a field, unless the pod has the same profile.
    const taken = profile !== undefined && semanticEqual(profile, own);
    if (profile !== undefined && !taken) return [];
    return [`metadata.annotations[${name}]: deprecated since v1.30; use the "appArmorProfile" field instead`];
  });
}
