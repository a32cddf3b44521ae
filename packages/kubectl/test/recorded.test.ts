import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { run } from "../src/run.ts";
import { type RecordedObjects, recordedHost } from "./recorded-host.ts";

// What a real kubectl v1.37.2 printed of a real control plane's objects, recorded by record.mjs, must be printed of the
// same objects at the same moment, byte for byte.

interface Recorded {
  readonly objects: RecordedObjects;
  readonly cases: readonly {
    readonly args: readonly string[];
    readonly now: number;
    readonly stdout: string;
    readonly stderr: string;
    readonly exitCode: number;
  }[];
}

const folder = new URL("./recorded/", import.meta.url);

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .sort()) {
  const recorded = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Recorded;
  describe(file.replace(".json", ""), () => {
    for (const { args, now, ...expected } of recorded.cases) {
      test(`kubectl ${args.join(" ")}`, () => {
        const { stdout, stderr, exitCode } = run(args, recordedHost(recorded.objects, now));
        expect({ stdout, stderr, exitCode }).toEqual(expected);
      });
    }
  });
}
