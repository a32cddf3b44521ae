import { type Checkpoint, Explorer, explore, Numbers, Run } from "@kubetick/testing";
import { expect, test } from "vitest";
import { folderWith } from "../../test/command.ts";
import { ONE_EDIT } from "../../test/models.ts";
import { readCheckpoint, writeCheckpoint } from "./checkpoint-file.ts";

function half(): Checkpoint {
  const explorer = new Explorer(new Run(ONE_EDIT), { maxStates: 60 });
  explorer.search();
  return explorer.checkpoint();
}

test("a search goes on from its file, as often as one likes", () => {
  const path = folderWith()("kept");
  const kept = half();
  writeCheckpoint(path, kept);
  const read = readCheckpoint(path) as Checkpoint;
  expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(kept)));
  const whole = explore(new Run(ONE_EDIT));
  for (let time = 0; time < 2; time++) expect(explore(new Run(ONE_EDIT), { resume: read })).toEqual(whole);
});

test("long lists come back in their order, whatever their numbers are", () => {
  const path = folderWith()("kept");
  const { ledger, ...kept } = half();
  const keys = Array.from({ length: 2 ** 20 + 5 }, (_, at) => Math.imul(at, 0x9e3779b1));
  writeCheckpoint(path, { ...kept, ledger: { ...ledger, keys: Numbers.of(keys) } });
  const read = (readCheckpoint(path) as Checkpoint).ledger;
  expect((read.keys as Numbers).toJSON()).toEqual(keys);
  expect(JSON.stringify(read.graph)).toBe(JSON.stringify(ledger.graph));
});

test("there is none where there is no file", () => {
  expect(readCheckpoint(folderWith()("nothing"))).toBe(undefined);
});
