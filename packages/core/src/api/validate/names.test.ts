import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as names from "./names.ts";

// Recorded from k8s.io/apimachinery v0.37.2 pkg/util/validation and pkg/api/validate/content.
const url = new URL("../recorded/names.json", import.meta.url);
const recorded = JSON.parse(readFileSync(url, "utf8")) as Record<string, { value: string; errors: string[] }[]>;

describe.each(Object.entries(recorded))("%s", (name, table) => {
  const check = names[name as "isDns1123Label"];
  it.each(table)("$value", ({ value, errors }) => expect(check(value)).toEqual(errors));
});
