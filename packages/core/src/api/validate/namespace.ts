import type { Namespace } from "../../kubernetes/types.ts";
import { type FieldError, index, invalid } from "../field-error.ts";
import { validateFinalizerName, validateStandardFinalizer } from "./metadata.ts";

/** Source: pkg/apis/core/validation/validation.go ValidateNamespace. */
export function validateNamespace({ spec }: Namespace): readonly FieldError[] {
  return (spec?.finalizers ?? []).flatMap((finalizer) => validateFinalizer(finalizer, "spec.finalizers"));
}

function validateFinalizer(finalizer: string, path: string): readonly FieldError[] {
  return [...validateFinalizerName(finalizer, path), ...validateStandardFinalizer(finalizer, path)];
}

/** The change of the subresource `finalize`. Source: ValidateNamespaceFinalizeUpdate. */
export function validateNamespaceFinalizeUpdate({ spec }: Namespace): readonly FieldError[] {
  return (spec?.finalizers ?? []).flatMap((finalizer, i) => validateFinalizer(finalizer, index("spec.finalizers", i)));
}

/** Source: ValidateNamespaceStatusUpdate. */
export function validateNamespaceStatusUpdate({ metadata, status }: Namespace): readonly FieldError[] {
  const phase = status?.phase ?? "Active";
  const deleting = metadata.deletionTimestamp !== undefined;
  if (phase === (deleting ? "Terminating" : "Active")) return [];
  const detail = deleting
    ? "may only be 'Terminating' if `deletionTimestamp` is not empty"
    : "may only be 'Active' if `deletionTimestamp` is empty";
  return [invalid("status.Phase", phase, detail)];
}
