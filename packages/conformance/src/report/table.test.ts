import { expect, test } from "vitest";
import { table } from "./table.ts";

test("columns are aligned, those of numbers to the right", () => {
  const rows = [
    ["rule", "n"],
    ["a|b", 7],
    ["longer", 12],
  ];
  expect(table(rows)).toBe(
    ["| rule   |   n |", "| ------ | --: |", "| a\\|b   |   7 |", "| longer |  12 |"].join("\n"),
  );
});
