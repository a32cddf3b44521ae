import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type StructType, schemaForStruct, type Type } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { dumpTemplate } from "./go-dump.ts";
import { fnv32a, templateHash } from "./hash.ts";
import { compareBytes } from "./utf8.ts";

interface Recorded {
  readonly hash: string;
  readonly collisionCount?: number;
  readonly template: JsonObject;
}

// Recorded from pkg/controller of k8s.io/kubernetes v1.37.2 by scripts/record-template-hashes.mjs.
const url = new URL("./recorded/template-hashes.json", import.meta.url);
const recorded = JSON.parse(readFileSync(url, "utf8")) as readonly Recorded[];

const TEMPLATE = schemaForStruct("PodTemplateSpec") as StructType;

/** `Container.image`, for every field of every struct that a template can hold. */
function fieldsUnder(type: Type, found = new Set<string>(), seen = new Set<Type>()): Set<string> {
  if (type.kind === "pointer" || type.kind === "list" || type.kind === "map") fieldsUnder(type.element, found, seen);
  if (type.kind !== "struct" || seen.has(type)) return found;
  seen.add(type);
  for (const field of type.fields.values()) {
    found.add(`${type.name}.${field.name}`);
    fieldsUnder(field.type, found, seen);
  }
  return found;
}

/** The fields that a value has. */
function fieldsIn(type: Type, value: Json | undefined, found: Set<string>): void {
  if (value === undefined || value === null) return;
  if (type.kind === "pointer") fieldsIn(type.element, value, found);
  if (type.kind === "list") for (const item of value as readonly Json[]) fieldsIn(type.element, item, found);
  if (type.kind === "map") for (const item of Object.values(value as JsonObject)) fieldsIn(type.element, item, found);
  if (type.kind !== "struct") return;
  for (const [name, held] of Object.entries(value as JsonObject)) {
    const field = type.fields.get(name);
    if (field !== undefined && (held ?? "") !== "") found.add(`${type.name}.${name}`);
    if (field !== undefined) fieldsIn(field.type, held, found);
  }
}

describe("the hash of a template is the real one", () => {
  it.each(recorded.map((one, index) => [index, one.hash, one] as const))("%i: %s", (_index, hash, one) => {
    expect(templateHash(one.template, one.collisionCount)).toBe(hash);
  });

  it("with every field that a template can have", () => {
    const found = new Set<string>();
    for (const { template } of recorded) fieldsIn(TEMPLATE, template, found);
    expect([...fieldsUnder(TEMPLATE)].filter((field) => !found.has(field))).toEqual([]);
    expect(recorded.length).toBeGreaterThanOrEqual(150);
  });
});

describe("a dump", () => {
  it("names types but those of items, and none for what is empty", () => {
    const template = { metadata: { labels: {} }, spec: { containers: [], nodeSelector: { b: "1", a: "" } } };
    const text = dumpTemplate(template);
    expect(text).toMatch(
      /^\(v1\.PodTemplateSpec\)\{ObjectMeta:\(v1\.ObjectMeta\)\{Name:\(string\) GenerateName:\(string\) /,
    );
    expect(text).toContain(
      " CreationTimestamp:(v1.Time){Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}} ",
    );
    expect(text).toContain(" Labels:(map[string]string)<nil> ");
    expect(text).toContain(" Containers:([]v1.Container)<nil> ");
    expect(text).toContain(" TerminationGracePeriodSeconds:(*int64)<nil> ");
    expect(text).toContain(" NodeSelector:(map[string]string)map[a: b:1] ");
  });

  // The real controller would take minutes and gigabytes for it.
  it("does not hang on enormous quantities", () => {
    const template = { spec: { overhead: { cpu: `${"9".repeat(20)}e999999999` } } };
    expect(dumpTemplate(template)).toContain("abs:(big.nat)[7766279631452241919 5]} scale");
  });
});

describe("text as bytes", () => {
  it("hashes half a surrogate pair as U+FFFD", () => {
    expect(fnv32a("a\ud800")).toBe(fnv32a("a\ufffd"));
    expect(fnv32a("\u{1f600}")).not.toBe(fnv32a("\ufffd\ufffd"));
  });

  it("sorts what lies beyond U+FFFF last", () => {
    expect(["\u{10000}", "\uffff", "b", "", "\ud7ff", "ab", "\ue000"].sort(compareBytes)).toEqual([
      "",
      "ab",
      "b",
      "\ud7ff",
      "\ue000",
      "\uffff",
      "\u{10000}",
    ]);
  });
});
