import type { ObjectMeta, OwnerReference } from "../../kubernetes/types.ts";
import { child, type FieldError, forbidden, index, invalid, required, tooLong } from "../field-error.ts";
import { byteLength, goQuote } from "../go-text.ts";
import { validateImmutable, validateNonnegative } from "./common.ts";
import { validateLabels } from "./labels.ts";
import {
  isDns1123Label,
  isDns1123Subdomain,
  isPathSegmentName,
  isPathSegmentPrefix,
  isQualifiedName,
} from "./names.ts";

/** The metadata of every kind. Source: staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go. */

/** Checks a name, or (`prefix`) the start of a generated one. Source: apimachinery/pkg/api/validation ValidateNameFunc. */
export type ObjectNameCheck = (name: string, prefix: boolean) => readonly string[];

export interface MetadataRules {
  /** Undefined where only the request's path can tell: it is checked there. */
  readonly namespaced: boolean | undefined;
  readonly checkName: ObjectNameCheck;
}

export const nameIsDnsSubdomain: ObjectNameCheck = (name, prefix) =>
  isDns1123Subdomain(prefix ? maskTrailingDash(name) : name);
export const nameIsDnsLabel: ObjectNameCheck = (name, prefix) => isDns1123Label(prefix ? maskTrailingDash(name) : name);
export const nameIsPathSegment: ObjectNameCheck = (name, prefix) =>
  prefix ? isPathSegmentPrefix(name) : isPathSegmentName(name);

/** Something follows the prefix, so that a dash at its end is fine. */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith("-") ? `${name.slice(0, -2)}a` : name;
}

const ANNOTATIONS_LIMIT = 256 * 1024;

/** Source: ValidateObjectMeta. Metadata that is the same object as stored has passed before: do not ask again. */
export function validateObjectMeta(meta: ObjectMeta, rules: MetadataRules, path = "metadata"): readonly FieldError[] {
  return allErrors(
    validateName(meta, rules.checkName, path),
    validateNamespace(meta, rules.namespaced, path),
    validateNonnegative(meta.generation, child(path, "generation")),
    validateSharedParts(meta, path),
    validateFinalizers(meta.finalizers, child(path, "finalizers")),
  );
}

const NONE: readonly FieldError[] = [];

/** Mostly there are none: then nothing is copied. */
function allErrors(...lists: readonly (readonly FieldError[])[]): readonly FieldError[] {
  return lists.every((list) => list.length === 0) ? NONE : lists.flat();
}

function validateName({ name, generateName }: ObjectMeta, check: ObjectNameCheck, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  if (generateName) {
    for (const message of check(generateName, true))
      errors.push(invalid(child(path, "generateName"), generateName, message));
  }
  const namePath = child(path, "name");
  if (!name) return [...errors, required(namePath, "name or generateName is required")];
  for (const message of check(name, false)) errors.push(invalid(namePath, name, message));
  return errors;
}

function validateNamespace(meta: ObjectMeta, namespaced: boolean | undefined, path: string): readonly FieldError[] {
  if (namespaced === undefined) return [];
  const { namespace } = meta;
  const namespacePath = child(path, "namespace");
  if (!namespaced) return namespace ? [forbidden(namespacePath, "not allowed on this type")] : [];
  if (!namespace) return [required(namespacePath)];
  return isDns1123Label(namespace).map((message) => invalid(namespacePath, namespace, message));
}

function validateSharedParts(meta: ObjectMeta, path: string): readonly FieldError[] {
  return allErrors(
    validateLabels(meta.labels, child(path, "labels")),
    validateAnnotations(meta.annotations, child(path, "annotations")),
    validateOwnerReferences(meta.ownerReferences, child(path, "ownerReferences")),
  );
}

const validAnnotations = new WeakSet<object>();

/** Source: ValidateAnnotations. The keys are those of labels, in either case; all together at most 256 KiB. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  path: string,
): readonly FieldError[] {
  if (annotations === undefined || validAnnotations.has(annotations)) return [];
  const names = Object.keys(annotations).sort();
  const errors = names.flatMap((name) =>
    isQualifiedName(name.toLowerCase()).map((message) => invalid(path, name, message)),
  );
  let size = 0;
  for (const name of names) size += byteLength(name) + byteLength(annotations[name] ?? "");
  if (size > ANNOTATIONS_LIMIT) errors.push(tooLong(path, ANNOTATIONS_LIMIT));
  if (errors.length === 0) validAnnotations.add(annotations);
  return errors;
}

const validOwners = new WeakSet<readonly OwnerReference[]>();

/** Source: ValidateOwnerReferences. */
export function validateOwnerReferences(
  owners: readonly OwnerReference[] | undefined,
  path: string,
): readonly FieldError[] {
  if (owners === undefined || validOwners.has(owners)) return [];
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const [i, owner] of owners.entries()) {
    errors.push(...validateOwnerReference(owner, index(path, i)));
    if (owner.controller !== true) continue;
    const current = `${owner.kind}/${owner.name}`;
    if (controller === undefined) controller = current;
    else errors.push(invalid(path, owners.map(ownerAsGoPrintsIt), secondController(controller, current)));
  }
  if (errors.length === 0) validOwners.add(owners);
  return errors;
}

function secondController(first: string, second: string): string {
  return `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${second}`;
}

function validateOwnerReference(owner: OwnerReference, path: string): readonly FieldError[] {
  const errors: FieldError[] = [];
  const versionPath = child(path, "apiVersion");
  if (!owner.apiVersion) errors.push(required(versionPath, "must not be empty"));
  else if (!/^([^/]*\/)?[^/]+$/.test(owner.apiVersion)) {
    errors.push(invalid(versionPath, owner.apiVersion, "must be <group>/<version> or <version>"));
  }
  for (const name of ["kind", "name", "uid"] as const) {
    if (!owner[name]) errors.push(required(child(path, name), "must not be empty"));
  }
  if (owner.apiVersion === "v1" && owner.kind === "Event") {
    errors.push(invalid(path, ownerAsGoPrintsIt(owner), "/v1, Kind=Event is disallowed from being an owner"));
  }
  return errors;
}

/** The fields in the order of the Go struct. */
function ownerAsGoPrintsIt({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference) {
  return { apiVersion, kind, name, uid, controller, blockOwnerDeletion };
}

const ORPHAN = "orphan";
const FOREGROUND = "foregroundDeletion";
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(["kubernetes", ORPHAN, FOREGROUND]);

/** Source: ValidateFinalizers. */
function validateFinalizers(finalizers: readonly string[] | undefined, path: string): readonly FieldError[] {
  if (finalizers === undefined || finalizers.length === 0) return [];
  const errors = finalizers.flatMap((finalizer) => validateFinalizerName(finalizer, path));
  if (finalizers.includes(ORPHAN) && finalizers.includes(FOREGROUND)) {
    errors.push(invalid(path, finalizers, `finalizer ${ORPHAN} and ${FOREGROUND} cannot be both set`));
  }
  return errors;
}

export function validateFinalizerName(finalizer: string, path: string): readonly FieldError[] {
  return isQualifiedName(finalizer).map((message) => invalid(path, finalizer, message));
}

/** A finalizer without a domain must be one of the server's own. Source: pkg/apis/core/validation validateKubeFinalizerName. */
export function validateStandardFinalizer(finalizer: string, path: string): readonly FieldError[] {
  if (finalizer.includes("/") || STANDARD_FINALIZERS.has(finalizer)) return [];
  return [invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified")];
}

/** What the built-in kinds ask of finalizers beyond their form. Source: pkg/apis/core/validation ValidateObjectMeta. */
export function validateStandardFinalizers(meta: ObjectMeta, path = "metadata"): readonly FieldError[] {
  const finalizers = child(path, "finalizers");
  return (meta.finalizers ?? []).flatMap((finalizer, i) => validateStandardFinalizer(finalizer, index(finalizers, i)));
}

/** Source: ValidateObjectMetaUpdate. */
export function validateObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, path = "metadata"): readonly FieldError[] {
  return [
    ...validateNoNewFinalizers(meta, old, path),
    ...(meta.resourceVersion ? [] : [invalid(child(path, "resourceVersion"), "", "must be specified for an update")]),
    ...validateGeneration(meta.generation, old.generation, child(path, "generation")),
    ...IMMUTABLE.flatMap((name) => validateImmutable(meta[name], old[name], child(path, name))),
    ...validateSharedParts(meta, path),
  ];
}

const IMMUTABLE = [
  "name",
  "namespace",
  "uid",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
] as const satisfies readonly (keyof ObjectMeta)[];

function validateGeneration(generation = 0, old = 0, path: string): readonly FieldError[] {
  const errors = validateNonnegative(generation, path);
  return generation < old ? [...errors, invalid(path, generation, "must not be decremented")] : errors;
}

/** Source: ValidateNoNewFinalizers. */
function validateNoNewFinalizers(meta: ObjectMeta, old: ObjectMeta, path: string): readonly FieldError[] {
  if (old.deletionTimestamp === undefined) return [];
  const added = [...new Set(meta.finalizers ?? [])].filter((finalizer) => !old.finalizers?.includes(finalizer));
  if (added.length === 0) return [];
  const list = `[]string{${added.sort().map(goQuote).join(", ")}}`;
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [forbidden(child(path, "finalizers"), detail)];
}
