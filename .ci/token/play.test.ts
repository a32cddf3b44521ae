// Plays the token in KUBETICK_TOKEN under vitest, and writes the last state's hash to the file in KUBETICK_HASH_FILE.
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { replay } from "../../packages/testing/src/index.ts";

test("the token plays", () => {
  const { broken, hash } = replay(process.env["KUBETICK_TOKEN"] ?? "");
  expect(broken).toBeDefined();
  writeFileSync(process.env["KUBETICK_HASH_FILE"] ?? "", `${hash}\n`);
});
