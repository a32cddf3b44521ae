import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as errors from "./field-error.ts";

// Recorded from k8s.io/apimachinery v0.37.2 pkg/util/validation/field.
const url = new URL("./recorded/field-errors.json", import.meta.url);
const recorded = JSON.parse(readFileSync(url, "utf8")) as readonly { error: string; body: string }[];

const path = errors.key(errors.index(errors.child("spec", "x"), 1), "k");
const built: readonly errors.FieldError[] = [
  errors.invalid(path, 'a"b\n\u0007\u00e9\u200b\u{1F600}\u{E0001}\x7f', "bad"),
  errors.invalid(path, -1, ""),
  errors.invalid(path, 5, "d"),
  errors.invalid(path, 1.5, "d"),
  errors.invalid(path, 1e21, "d"),
  errors.invalid(path, 1e-7, "d"),
  errors.invalid(path, true, "d"),
  errors.invalid(path, null, "d"),
  errors.invalid(path, ["<a>&b"], "d"),
  errors.invalid(path, { a: "2", b: "1" }, "d"),
  errors.required(path),
  errors.required(path, "must"),
  errors.duplicate(path, "x"),
  errors.notSupported(path, "x", ["a", 'b"']),
  errors.notSupported(path, "x", []),
  errors.forbidden(path, "no"),
  errors.tooLong(path, 5),
  errors.tooLong(path, 1),
  errors.tooMany(path, 3, 1),
  errors.tooMany(path, 3, 2),
  errors.internalError(path, "boom"),
  errors.typeInvalid(path, "x", "t"),
  errors.notFound(path, "x"),
  errors.tooLongCharacters(path, 7),
];

describe("a field error", () => {
  it.each(recorded.map((entry, i) => ({ ...entry, i })))("$error", ({ error, body, i }) => {
    const mine = built[i] as errors.FieldError;
    expect(errors.formatFieldError(mine)).toBe(error);
    expect(errors.fieldErrorBody(mine)).toBe(body);
  });

  it("is told once where it occurs twice", () => {
    const a = errors.required("a");
    const b = errors.required("b");
    expect(errors.aggregateFieldErrors([a, a])).toBe("a: Required value");
    expect(errors.aggregateFieldErrors([a, b, a])).toBe("[a: Required value, b: Required value]");
  });
});
