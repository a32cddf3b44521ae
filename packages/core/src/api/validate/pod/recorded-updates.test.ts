import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Pod, PodSpec } from "../../../kubernetes/types.ts";
import { addDefaultTolerations } from "../../admit/default-toleration-seconds.ts";
import { keepPriority } from "../../admit/priority.ts";
import { fieldErrorBody } from "../../field-error.ts";
import { podStrategy } from "../../strategy/pod.ts";

/** What the real API server v1.37.2 answered to PUTs (with dryRun=All) of `pod` over `old`. */
interface Update {
  readonly name: string;
  readonly old: Pod;
  readonly pod: Pod;
  readonly code: number;
  readonly causes?: readonly { readonly reason: string; readonly message: string; readonly field: string }[];
  readonly generation?: number;
  readonly spec?: PodSpec;
}

const file = new URL("./recorded/updates.json", import.meta.url);
const updates = JSON.parse(readFileSync(file, "utf8")) as readonly Update[];

function prepared(pod: Pod, old: Pod): Pod {
  const admitted = addDefaultTolerations(keepPriority(podStrategy.default?.(pod) ?? pod, old));
  return podStrategy.prepareForUpdate?.(admitted, old) ?? admitted;
}

describe("updates of pods, as the real server answers them", () => {
  for (const { name, old, pod, code, causes = [], generation, spec } of updates) {
    it(name, () => {
      const ready = prepared(pod, old);
      const errors = podStrategy.validateUpdate(ready, old);
      expect(errors.map((e) => ({ reason: e.type, message: fieldErrorBody(e), field: e.field }))).toEqual(causes);
      if (code !== 200) return;
      expect(ready.metadata.generation).toBe(generation);
      expect(ready.spec).toEqual(spec);
      expect(ready.status).toBe(old.status);
    });
  }
});
