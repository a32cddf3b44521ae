import {
  type ApiRequest,
  type ApiResponse,
  bodyOf,
  failureReason,
  isFailure,
  type KubeObject,
  resourceForKind,
  type Status,
} from "@kubetick/core";
import { ApiError } from "./api.ts";
import { type Manifest, objectsOf } from "./manifest.ts";

/** What `apply` has done for one object. */
export interface AppliedObject {
  readonly object: KubeObject;
  readonly outcome: "created" | "configured" | "unchanged";
}
export function applyManifest(
  request: (request: ApiRequest) => ApiResponse,
  manifest: Manifest,
): readonly AppliedObject[] {
  void [request, manifest, bodyOf, failureReason, isFailure, resourceForKind, objectsOf, ApiError, {} as Status];
  throw new Error("soon");
}
