import { describe, expect, it } from "vitest";
import type { DaemonSet } from "../../kubernetes/types.ts";
import { daemonSetStrategy as strategy } from "./daemonset.ts";

const given = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "a", namespace: "default", uid: "u", creationTimestamp: "t", resourceVersion: "1" },
  spec: {
    selector: { matchLabels: { app: "x" } },
    template: { metadata: { labels: { app: "x" } }, spec: { containers: [{ name: "c", image: "i" }] } },
  },
} as DaemonSet;

const stored = strategy.prepareForCreate?.(strategy.default?.(given) as DaemonSet) as DaemonSet;

describe("the strategy of daemon sets", () => {
  it("defaults once: what is whole comes back as the same object", () => {
    expect(strategy.default?.(stored)).toBe(stored);
  });

  it("leaves an update that changes nothing as it is", () => {
    expect(strategy.prepareForUpdate?.(stored, stored)).toBe(stored);
    expect(strategy.validateUpdate(stored, stored)).toEqual([]);
  });

  it("takes the stored spec where the new one means the same", () => {
    const copy = JSON.parse(JSON.stringify(stored)) as DaemonSet;
    expect(strategy.prepareForUpdate?.(copy, stored)?.spec).toBe(stored.spec);
  });

  it("takes the status alone from an update of the status, and whatever it says of the metadata", () => {
    const status = { ...stored.status, currentNumberScheduled: 3 } as DaemonSet["status"];
    const changed = { ...stored, spec: given.spec, status } as DaemonSet;
    const prepared = strategy.prepareForStatusUpdate?.(changed, stored) as DaemonSet;
    expect(prepared.spec).toBe(stored.spec);
    expect(prepared.metadata).toBe(stored.metadata);
    expect(prepared.status).toBe(status);
  });

  it("takes no collision count that is less than before", () => {
    const old = { ...stored, status: { ...stored.status, collisionCount: 2 } } as DaemonSet;
    expect(strategy.validateStatusUpdate?.(stored, old)).toEqual([
      {
        type: "FieldValueInvalid",
        field: "status.collisionCount",
        badValue: 0,
        detail: "cannot be decremented",
      },
    ]);
  });

  it("has an error, and no exception, for a spec that is not there", () => {
    const { spec: _, ...rest } = given;
    const defaulted = strategy.default?.(rest as DaemonSet) as DaemonSet;
    expect(strategy.validateCreate(defaulted).map(({ field }) => field)).toContain("spec.template.metadata.labels");
  });
});
