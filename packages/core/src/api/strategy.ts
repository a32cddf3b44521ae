import type { FieldError } from "./field-error.ts";
import type { KubeObject } from "./request.ts";

/**
 * What one kind does between decoding and commit: pure functions on plain objects, called by the pipeline in the order
 * below. The metadata common to all kinds is not a strategy's business, except where the kind's own rules differ.
 * Objects are immutable: a function returns the same reference where it changes nothing.
 *
 * Source: staging/src/k8s.io/apiserver/pkg/registry/rest (RESTCreateStrategy, RESTUpdateStrategy).
 */
export interface ResourceStrategy<T extends KubeObject = KubeObject> {
  /** Fills in the fields that the server defaults. Called on create, on update, and on the result of a patch. */
  default?(object: T): T;
  /** Resets what a creator may not set (`status`), and sets the first `metadata.generation` where the kind has one. */
  prepareForCreate?(object: T): T;
  validateCreate(object: T): readonly FieldError[];
  /** Warnings that go into the response's headers. */
  warnings?(object: T, old?: T): readonly string[];
  /** Keeps what an update of the main resource may not change (`status`), and raises `metadata.generation` where the spec differs. */
  prepareForUpdate?(object: T, old: T): T;
  validateUpdate(object: T, old: T): readonly FieldError[];
  /** Keeps everything but the status (and what the status subresource may change of the metadata). */
  prepareForStatusUpdate?(object: T, old: T): T;
  validateStatusUpdate?(object: T, old: T): readonly FieldError[];
  /** Of the subresource `finalize`, where there is one. */
  validateFinalizeUpdate?(object: T, old: T): readonly FieldError[];
  /** True where PUT to a name that does not exist creates it (`leases`, `events`). */
  allowCreateOnUpdate?: boolean;
  /** True where an update without a resourceVersion is accepted (all the built-in kinds here except a few). */
  allowUnconditionalUpdate?: boolean;
}
