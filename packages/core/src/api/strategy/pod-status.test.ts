import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Pod } from "../../kubernetes/types.ts";
import { fieldErrorBody } from "../field-error.ts";
import { podStrategy } from "./pod.ts";

/** What the real API server v1.37.2 answered to PUTs of `status` (with dryRun=All): `pod` over `old`. */
interface StatusUpdate {
  readonly name: string;
  readonly old: Pod;
  readonly pod: Pod;
  readonly code: number;
  readonly causes?: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
  readonly result?: Pod;
}

const file = new URL("../validate/pod/recorded/status-updates.json", import.meta.url);
const updates = JSON.parse(readFileSync(file, "utf8")) as readonly StatusUpdate[];

describe("updates of pods' status, as the real server answers them", () => {
  for (const { name, old, pod, code, causes = [], result } of updates) {
    it(name, () => {
      const defaulted = podStrategy.default?.(pod) ?? pod;
      const ready = podStrategy.prepareForStatusUpdate?.(defaulted, old) ?? defaulted;
      const errors = podStrategy.validateStatusUpdate?.(ready, old) ?? [];
      expect(errors.map((e) => ({ reason: e.type, message: fieldErrorBody(e), field: e.field }))).toEqual(causes);
      if (code !== 200) return;
      expect(ready.spec).toBe(old.spec);
      expect(ready.metadata).toEqual(result?.metadata);
      expect(shown(ready)).toEqual(shown(result));
    });
  }
});

/** Times and the parts of container statuses that decoding fills in are not this test's business. */
function shown(pod: Pod | undefined): unknown {
  const { conditions = [], containerStatuses, initContainerStatuses, ...rest } = pod?.status ?? {};
  return {
    ...rest,
    conditions: conditions.map(({ type, status, observedGeneration }) => ({ type, status, observedGeneration })),
    containers: [...(containerStatuses ?? []), ...(initContainerStatuses ?? [])].map((each) => each.name),
  };
}
