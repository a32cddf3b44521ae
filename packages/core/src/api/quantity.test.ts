import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  addQuantity,
  asInteger,
  asMilli,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  parseQuantity,
  quantityOf,
  scaledValue,
  subtractQuantity,
} from "./quantity.ts";

interface Recorded {
  readonly text: string;
  readonly error?: string;
  readonly canonical?: string;
  readonly value?: string;
  readonly milli?: string;
  readonly plus1Mi?: string;
}

// Recorded from k8s.io/apimachinery v0.37.2 pkg/api/resource.
const url = new URL("./recorded/quantities.json", import.meta.url);
const recorded = JSON.parse(readFileSync(url, "utf8")) as readonly Recorded[];

describe("a quantity", () => {
  it.each(recorded)("$text", ({ text, error, canonical, value, milli, plus1Mi }) => {
    const quantity = parseQuantity(text);
    if (typeof quantity === "string") {
      expect(quantity).toBe(error);
      return;
    }
    expect(error).toBeUndefined();
    expect(formatQuantity(quantity)).toBe(canonical);
    if (value !== undefined) expect(scaledValue(quantity, 0)).toBe(BigInt(value));
    if (milli !== undefined) expect(scaledValue(quantity, -3)).toBe(BigInt(milli));
    if (plus1Mi !== undefined) expect(formatQuantity(addQuantity(quantity, quantityOf("1Mi")))).toBe(plus1Mi);
  });

  // Source: resource/quantity_test.go TestQuantityCmp, TestQuantitySubZeroPreservesSuffix.
  it.each([
    ["0", "0", 0],
    ["100m", "50m", 1],
    ["50m", "100m", -1],
    ["10000T", "100Gi", 1],
    ["-1", "1m", -1],
    ["-10", "-1e1", 0],
    ["1e999999999", "9Ei", 1],
    ["1e-999999999", "1n", 0],
    ["-1e999", "-1e998", -1],
  ])("compares %s with %s", (a, b, expected) => {
    expect(Math.sign(compareQuantity(quantityOf(a), quantityOf(b)))).toBe(expected);
  });

  it("keeps the suffix of the term that is not zero", () => {
    expect(formatQuantity(subtractQuantity(quantityOf("0"), quantityOf("1Gi")))).toBe("-1Gi");
    expect(formatQuantity(subtractQuantity(quantityOf("100m"), quantityOf("0")))).toBe("100m");
  });

  it("counts CPU in thousandths and memory in bytes", () => {
    expect(asMilli("1.5")).toBe(1500);
    expect(asMilli(undefined)).toBe(0);
    expect(asInteger("200Mi")).toBe(209715200);
    expect(asInteger(3)).toBe(3);
  });

  it("leaves alone what is no quantity", () => {
    expect(canonicalQuantity("lots")).toBe("lots");
    expect(canonicalQuantity("1024Mi")).toBe("1Gi");
  });

  it("does not hang on enormous exponents", () => {
    const sum = addQuantity(quantityOf("1e999999999"), quantityOf("1"));
    expect(formatQuantity(sum)).toBe("1e999999999");
    expect(asInteger("1e999999999")).toBe(0);
  });
});
