/**
 * Why a patch cannot be made or applied. `kind` says how the API server answers: `badRequest` 400, `unprocessable` 422
 * without the message, `unknown` 500 with it. Thrown and caught within the patch functions' callers.
 */
export class PatchError extends Error {
  readonly kind: "badRequest" | "unprocessable" | "unknown";

  constructor(message: string, kind: "badRequest" | "unprocessable" | "unknown" = "unknown") {
    super(message);
    this.name = "PatchError";
    this.kind = kind;
  }
}

/** Two changes to one field that differ, where overwriting was not allowed. */
export class PatchConflict extends PatchError {}

/** The patch would change what may not change: `apiVersion`, `kind` or the name. */
export class PreconditionFailed extends PatchError {}

// Source of these texts: staging/src/k8s.io/apimachinery/pkg/util/mergepatch/errors.go.
export const noListOfLists = () => new PatchError("lists of lists are not supported", "unprocessable");
export const badPrimitiveList = () => new PatchError("invalid patch format of primitive list", "badRequest");
export const badRetainKeys = () => new PatchError("invalid patch format of retainKeys", "badRequest");
export const badElementOrder = () => new PatchError("invalid patch format of setElementOrder list", "badRequest");
