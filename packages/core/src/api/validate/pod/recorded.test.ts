import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Pod, PodSpec, PodStatus } from "../../../kubernetes/types.ts";
import { addDefaultTolerations } from "../../admit/default-toleration-seconds.ts";
import { admitPriority } from "../../admit/priority.ts";
import { type FieldError, fieldErrorBody } from "../../field-error.ts";
import { podStrategy } from "../../strategy/pod.ts";

/** What the real API server v1.37.2 answered to these pods (POST with dryRun=All). */
function recorded<T>(file: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`./recorded/${file}.json`, import.meta.url), "utf8")) as T[];
}

interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface Rejection {
  readonly name: string;
  readonly pod: Pod;
  readonly code: number;
  readonly message?: string;
  readonly causes?: readonly Cause[];
}

interface Acceptance {
  readonly name: string;
  readonly pod: Pod;
  readonly generation: number;
  readonly spec: PodSpec;
  readonly status: PodStatus;
  readonly warnings: readonly string[];
}

/** The pod as it is validated: with defaults, admitted, prepared. A text where admission forbids it. */
function prepared(pod: Pod): Pod | string {
  const system = { creationTimestamp: "2026-01-01T00:00:00Z", uid: "u", resourceVersion: "" };
  const owned = { ...pod, metadata: { ...pod.metadata, ...system } };
  const admitted = admitPriority(addDefaultTolerations(podStrategy.default?.(owned) ?? owned), {
    get: () => undefined,
  });
  return typeof admitted === "string" ? admitted : (podStrategy.prepareForCreate?.(admitted) ?? admitted);
}

function causesOf(errors: readonly FieldError[]): readonly Cause[] {
  return errors.map((error) => ({ reason: error.type, message: fieldErrorBody(error), field: error.field }));
}

describe("pods that the real server refuses", () => {
  for (const { name, pod, code, message = "", causes = [] } of recorded<Rejection>("rejections")) {
    it(name, () => {
      const ready = prepared(pod);
      if (code === 403) expect(`pods "${pod.metadata.name}" is forbidden: ${ready}`).toBe(message);
      else expect(causesOf(podStrategy.validateCreate(ready as Pod))).toEqual(causes);
    });
  }
});

describe("pods that the real server accepts", () => {
  for (const { name, pod, generation, spec, status, warnings } of recorded<Acceptance>("accepted")) {
    it(name, () => {
      const ready = prepared(pod) as Pod;
      expect(podStrategy.validateCreate(ready)).toEqual([]);
      expect(ready.spec).toEqual(spec);
      expect(ready.metadata.generation).toBe(generation);
      expect(withoutTimes(ready.status)).toEqual(withoutTimes(status));
      expect((podStrategy.warnings?.(ready) ?? []).map((text) => `299 - ${JSON.stringify(text)}`)).toEqual(warnings);
    });
  }
});

function withoutTimes(status: PodStatus | undefined): unknown {
  return { ...status, conditions: status?.conditions?.map((condition) => ({ ...condition, lastTransitionTime: "" })) };
}
