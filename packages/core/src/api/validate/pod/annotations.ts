import type { AppArmorProfile, ObjectMeta, PodSpec, SeccompProfile } from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, forbidden, invalid, key } from "../../field-error.ts";
import { goQuote } from "../../go-text.ts";
import { type FieldErrors, NO_ERRORS, sorted, textOf } from "./check.ts";
import { containersWithPaths } from "./containers-with-paths.ts";
import { validateLocalDescendingPath } from "./paths.ts";

export const MIRROR_POD = "kubernetes.io/config.mirror";
export const APPARMOR_PREFIX = "container.apparmor.security.beta.kubernetes.io/";
export const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
export const SECCOMP_PREFIX = "container.seccomp.security.alpha.kubernetes.io/";
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

type Annotations = Readonly<Record<string, string>>;
/** Of metadata, all that counts here. */
type Annotated = Pick<Partial<ObjectMeta>, "annotations">;

function annotation(annotations: Annotations, name: string): string | undefined {
  return Object.hasOwn(annotations, name) ? annotations[name] : undefined;
}

/** The annotations that mean something to pods. Source: pkg/apis/core/validation/validation.go ValidatePodSpecificAnnotations. */
export function validatePodAnnotations(annotations: Annotations | undefined, spec: PodSpec, path: string): FieldErrors {
  if (annotations === undefined) return NO_ERRORS;
  const mirror = annotation(annotations, MIRROR_POD);
  const unbound = mirror !== undefined && textOf(spec.nodeName) === "";
  const mirrorError = "must set spec.nodeName if mirror pod annotation is set";
  return [
    ...(unbound ? [invalid(key(path, MIRROR_POD), mirror, mirrorError)] : NO_ERRORS),
    ...validateDeletionCost(annotation(annotations, DELETION_COST), key(path, DELETION_COST)),
    ...validateSeccompAnnotations(annotations, path),
    ...validateAppArmorAnnotations(annotations, spec, path),
  ];
}

/** Source: pkg/apis/core/helper/helpers.go GetDeletionCostFromPodAnnotations. */
function validateDeletionCost(cost: string | undefined, path: string): FieldErrors {
  if (cost === undefined) return NO_ERRORS;
  // No plus sign, and no leading zeros.
  const digits = /^(0|-?[1-9][0-9]{0,9})$/.test(cost);
  const fits = digits && Number(cost) <= 2147483647 && Number(cost) >= -2147483648;
  return fits ? NO_ERRORS : [invalid(path, cost, "must be a 32bit integer")];
}

function validateSeccompAnnotations(annotations: Annotations, path: string): FieldErrors {
  const ofPod = annotation(annotations, SECCOMP_POD);
  const names = sorted(Object.keys(annotations)).filter((name) => name.startsWith(SECCOMP_PREFIX));
  return [
    ...(ofPod === undefined ? NO_ERRORS : validateSeccompText(ofPod, child(path, SECCOMP_POD))),
    ...names.flatMap((name) => validateSeccompText(textOf(annotations[name]), child(path, name))),
  ];
}

function validateSeccompText(profile: string, path: string): FieldErrors {
  if (["runtime/default", "docker/default", "unconfined"].includes(profile)) return NO_ERRORS;
  if (!profile.startsWith("localhost/")) return [invalid(path, profile, "must be a valid seccomp profile")];
  return validateLocalDescendingPath(profile.slice("localhost/".length), path);
}

function validateAppArmorAnnotations(annotations: Annotations, spec: PodSpec, path: string): FieldErrors {
  const names = sorted(Object.keys(annotations)).filter((name) => name.startsWith(APPARMOR_PREFIX));
  return names.flatMap((name) => {
    const [container, profile] = [name.slice(APPARMOR_PREFIX.length), textOf(annotations[name])];
    const known = containersWithPaths(spec, "").some((each) => each.container.name === container);
    const form = ["", "runtime/default", "unconfined"].includes(profile) || profile.startsWith("localhost/");
    const formError = `invalid AppArmor profile name: ${goQuote(profile)}`;
    return [
      ...(known ? NO_ERRORS : [invalid(key(path, name), container, "container not found")]),
      ...(form ? NO_ERRORS : [invalid(key(path, name), profile, formError)]),
    ];
  });
}

/** Where an old annotation and the new field both say something, they say the same. Source: validation.go validateSeccompAnnotationsAndFields. */
export function validateSeccompMatches(metadata: Annotated, spec: PodSpec, path: string): FieldErrors {
  const annotations = metadata.annotations;
  if (annotations === undefined) return NO_ERRORS;
  const own = spec.securityContext?.seccompProfile;
  const at = child(path, "securityContext.seccompProfile");
  return [
    ...matchErrors(annotation(annotations, SECCOMP_POD), own, "seccomp", at),
    ...containersWithPaths(spec, path).flatMap(({ container, path: containerPath }) => {
      const text = annotation(annotations, SECCOMP_PREFIX + container.name);
      const profile = container.securityContext?.seccompProfile;
      return matchErrors(text, profile, "seccomp", child(containerPath, "securityContext.seccompProfile"));
    }),
  ];
}

/** Source: validation.go validateAppArmorAnnotationsAndFieldsMatchOnCreate. */
export function validateAppArmorMatches(metadata: Annotated, spec: PodSpec, path: string): FieldErrors {
  const annotations = metadata.annotations;
  if (annotations === undefined || spec.os?.name === "windows") return NO_ERRORS;
  return containersWithPaths(spec, path).flatMap(({ container, path: containerPath }) => {
    const profile = container.securityContext?.appArmorProfile ?? spec.securityContext?.appArmorProfile;
    const text = annotation(annotations, APPARMOR_PREFIX + container.name);
    return matchErrors(text, profile, "apparmor", child(containerPath, "securityContext.appArmorProfile"));
  });
}

function matchErrors(
  text: string | undefined,
  profile: SeccompProfile | AppArmorProfile | undefined,
  what: "seccomp" | "apparmor",
  path: string,
): FieldErrors {
  if (text === undefined || profile === undefined) return NO_ERRORS;
  const typeError: FieldError = forbidden(child(path, "type"), `${what} type in annotation and field must match`);
  const old = what === "seccomp" ? ["runtime/default", "docker/default"] : ["runtime/default"];
  if (profile.type === "Unconfined") return text === "unconfined" ? NO_ERRORS : [typeError];
  if (profile.type === "RuntimeDefault") return old.includes(text) ? NO_ERRORS : [typeError];
  if (profile.type !== "Localhost") return NO_ERRORS;
  if (!text.startsWith("localhost/")) return [typeError];
  if (text.slice("localhost/".length) === profile.localhostProfile) return NO_ERRORS;
  return [forbidden(child(path, "localhostProfile"), `${what} profile in annotation and field must match`)];
}

/** What an update may not do to the annotations. Source: validation.go ValidatePodSpecificAnnotationUpdates. */
export function validatePodAnnotationUpdates(
  annotations: Annotations = {},
  old: Annotations = {},
  spec: PodSpec,
  path: string,
): FieldErrors {
  if (annotations === old) return NO_ERRORS;
  const changed = Object.keys(old).filter((name) => annotation(annotations, name) !== old[name]);
  const added = Object.keys(annotations).filter((name) => !Object.hasOwn(old, name));
  return [
    ...sorted(changed).flatMap((name) => guarded(name, "remove or update", path)),
    ...sorted(added).flatMap((name) => guarded(name, "add", path)),
    ...validatePodAnnotations(annotations, spec, path),
  ];
}

function guarded(name: string, action: string, path: string): FieldErrors {
  if (name.startsWith(APPARMOR_PREFIX)) return [forbidden(key(path, name), `may not ${action} AppArmor annotations`)];
  return name === MIRROR_POD ? [forbidden(key(path, name), `may not ${action} mirror pod annotation`)] : NO_ERRORS;
}
