import type { ApiRequest, ApiResponse, KubeObject } from "../../src/api/request.ts";
import type { Json } from "../../src/kubernetes/types.ts";
import type { Sync } from "../../src/machine/component.ts";
import { Context } from "../../src/machine/context.ts";
import { emptyTree } from "../../src/store/tree.ts";
import { EPOCH } from "../../src/time.ts";

/** A sync outside any machine, with an empty cache: for the parts of components that only need memory and time. */
export function fakeSync(): Sync & { now: number } {
  return new Context({ now: EPOCH, cache: {}, memory: emptyTree<Json>() });
}

export const created = (request: ApiRequest): ApiResponse => ({ code: 201, body: request.body as KubeObject });

/** Runs a part of a sync to its end: what it asked for, and what it returned. */
export function playPart<T>(
  part: Generator<ApiRequest, T, ApiResponse>,
  answer: (request: ApiRequest) => ApiResponse = created,
): { readonly requests: readonly ApiRequest[]; readonly result: T } {
  const requests: ApiRequest[] = [];
  let step = part.next();
  while (!step.done) {
    requests.push(step.value);
    step = part.next(answer(step.value));
  }
  return { requests, result: step.value };
}
