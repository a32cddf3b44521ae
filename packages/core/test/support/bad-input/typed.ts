import fc from "fast-check";
import { type Field, schemaForKind, type Type } from "../../../src/kubernetes/schema.ts";
import { oddNumber, oddText, ownObject, wildJson } from "./wild.ts";

/** Values that have the right type, and are otherwise anything: what decoding lets through, and validation often too. */

const WORDS = [
  "a",
  "new",
  "node-1",
  "kubernetes",
  "Ready",
  "MemoryPressure",
  "PodScheduled",
  "True",
  "False",
  "Unknown",
  "Running",
  "Failed",
  "Succeeded",
  "Pending",
  "NoSchedule",
  "NoExecute",
  "Exists",
  "Equal",
  "DaemonSet",
  "ControllerRevision",
  "apps/v1",
  "v1",
  "Pod",
  "InternalIP",
  "10.0.0.1",
  "cpu",
  "memory",
  "pods",
  "app",
  "agent",
  "kubernetes.io/hostname",
  "node.kubernetes.io/not-ready",
  "controller-revision-hash",
  "pod-template-hash",
  "deprecated.daemonset.template.generation",
  "deployment.kubernetes.io/revision",
  "kubernetes.io/config.mirror",
  "kubernetes.io/config.source",
];

export const word: fc.Arbitrary<string> = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...WORDS) }, oddText);

const quantity = fc.constantFrom("0", "1", "-1", "100m", "1Gi", "1e3", "1e999", "9".repeat(40), "1n", "0.5", "-9Ei");
const time = fc.constantFrom(
  "2026-01-01T00:00:00Z",
  "2026-01-01T00:00:11Z",
  "0001-01-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "9999-12-31T23:59:59Z",
);
const int = fc.oneof(fc.integer({ min: -2, max: 5 }), fc.constantFrom(2 ** 31 - 1, -(2 ** 31)));

const SCALARS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: word,
  bool: fc.boolean(),
  int32: int,
  int64: fc.oneof(int, fc.constantFrom(2 ** 53, -(2 ** 53), 2 ** 62)),
  float64: oddNumber,
  quantity,
  time: fc.option(time),
  microTime: fc.option(time.map((text) => text.replace("Z", ".000000Z"))),
  intOrString: fc.oneof(int, fc.constantFrom("10%", "0%", "100%", "150%", "-5%", "web", "")),
  bytes: fc.constantFrom("", "AAEC", "%"),
  rawObject: wildJson,
  any: wildJson,
};

const known = new Map<Type, fc.Arbitrary<unknown>>();

/** Any value of a type; deep down only the smallest. */
function anyOf(type: Type, depth: number): fc.Arbitrary<unknown> {
  if (depth <= 0)
    return fc.constant(type.kind === "struct" || type.kind === "map" ? {} : type.kind === "list" ? [] : null);
  switch (type.kind) {
    case "pointer":
      return anyOf(type.element, depth);
    case "list":
      return fc.array(anyOf(type.element, depth - 1), { maxLength: 3 });
    case "map":
      return fc.array(fc.tuple(word, anyOf(type.element, depth - 1)), { maxLength: 3 }).map(ownObject);
    case "struct":
      return fc
        .array(fc.constantFrom(...type.fields.values(), NOTHING), { maxLength: 6 })
        .chain((fields) => fc.tuple(...fields.map((field) => fieldOf(field, depth))))
        .map((entries) => ownObject(entries.filter(([name]) => name !== "")));
    default:
      return SCALARS[type.kind] ?? fc.constant(null);
  }
}

const NOTHING = { name: "" };

function fieldOf(
  field: Field | { readonly name: "" | string },
  depth: number,
): fc.Arbitrary<readonly [string, unknown]> {
  const value = "type" in field ? anyOf(field.type, depth - 1) : fc.constant(null);
  return value.map((found) => [field.name, found] as const);
}

/** Anything of the type of this field (`spec`, `status`, `data`) of a kind. Kinds without a schema: any JSON. */
export function partOf(apiVersion: string, kind: string, field: string): fc.Arbitrary<unknown> {
  const type = schemaForKind(apiVersion, kind)?.fields.get(field)?.type;
  if (type === undefined) return wildJson;
  let found = known.get(type);
  if (found === undefined) {
    found = anyOf(type, 5);
    known.set(type, found);
  }
  return found;
}
