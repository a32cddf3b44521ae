import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pod } from "../../../kubernetes/types.ts";
import { addDefaultTolerations } from "../../admit/default-toleration-seconds.ts";
import { podStrategy } from "../../strategy/pod.ts";
import { GO_LAYOUT } from "./go-layout.data.ts";

const text = fc.oneof(
  fc.constantFrom(
    "",
    "a",
    "A_",
    "a/b",
    "__proto__",
    "constructor",
    "..",
    "/x",
    "Always",
    "Exists",
    "In",
    "x".repeat(300),
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: "binary", maxLength: 4 }),
);
const number = fc.oneof(fc.integer({ min: -2, max: 300 }), fc.constantFrom(2 ** 31, -(2 ** 31), 2 ** 53, 420));
const quantity = fc.constantFrom(
  "1",
  "-1",
  "100m",
  "1e3",
  "1.5Gi",
  "1e999",
  "-9E",
  "nonsense",
  "",
  "0.0000000001",
  "9".repeat(50),
);
/** Keys such as `__proto__` are own properties, as JSON.parse makes them. */
const map = fc
  .array(fc.tuple(text, quantity), { maxLength: 3 })
  .map((entries) => JSON.parse(`{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(",")}}`));
const leaves: Record<string, fc.Arbitrary<unknown>> = {
  string: text,
  bool: fc.boolean(),
  int: number,
  intOrString: fc.oneof(number, text),
  quantity,
  map,
  json: fc.constantFrom({}, { matchLabels: { "a b": "-" } }, { matchExpressions: [{ key: "", operator: "In" }] }),
};

/** Any value of the type of a field, with any of its fields absent: what decoding lets through. */
function anyOf(kind: string, depth: number): fc.Arbitrary<unknown> {
  if (kind.startsWith("[]")) return fc.option(fc.array(anyOf(kind.slice(2), depth), { maxLength: 2 }), { freq: 9 });
  if (kind.startsWith("*")) return anyOf(kind.slice(1), depth);
  const leaf = leaves[kind];
  if (leaf !== undefined) return leaf;
  const fields = (GO_LAYOUT[kind] ?? "").split(" ").filter((each) => each !== "");
  const some = depth === 0 ? [] : fields;
  const record = Object.fromEntries(
    some.map((field) => {
      const [names = "", type = ""] = field.split(":");
      const [name = "", json] = names.split("=");
      return [json ?? name.charAt(0).toLowerCase() + name.slice(1), anyOf(type, depth - 1)];
    }),
  );
  return fc.record(record, { requiredKeys: [] });
}

const spec = anyOf("PodSpec", 6);
const metadata = fc.record({ name: text, labels: map, annotations: map }, { requiredKeys: ["name"] });

function podOf(meta: object, podSpec: unknown): Pod {
  const system = { uid: "u", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
  return { apiVersion: "v1", kind: "Pod", metadata: { ...meta, ...system }, spec: podSpec } as Pod;
}

describe("pods of any shape that decoding lets through", () => {
  it("are defaulted and refused, or accepted, without an exception; the input stays as it was", {
    timeout: 60_000,
  }, () => {
    const property = fc.property(metadata, spec, spec, (meta, one, other) => {
      const before = JSON.stringify(one);
      const defaulted = podStrategy.default?.(podOf(meta, one)) ?? podOf(meta, one);
      const pod = podStrategy.prepareForCreate?.(addDefaultTolerations(defaulted)) ?? defaulted;
      expect(Array.isArray(podStrategy.validateCreate(pod))).toBe(true);
      expect(Array.isArray(podStrategy.warnings?.(pod))).toBe(true);
      const next = podStrategy.default?.(podOf(meta, other)) ?? pod;
      const update = podStrategy.prepareForUpdate?.(next, pod) ?? next;
      expect(Array.isArray(podStrategy.validateUpdate(update, pod))).toBe(true);
      expect(podStrategy.default?.(pod)?.spec).toEqual(pod.spec);
      expect(JSON.stringify(one)).toBe(before);
    });
    fc.assert(property, { numRuns: 150 });
  });
});
