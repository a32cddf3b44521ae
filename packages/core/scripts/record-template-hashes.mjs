// Writes src/components/shared/recorded/template-hashes.json: pod templates, and the hashes that the real controllers give them.
// Usage: node scripts/record-template-hashes.mjs JUDGE [COUNT SEED], after tsc -b. JUDGE is the program that
// packages/conformance/oracle/kube/template-hash builds. With COUNT, compares so many random templates instead and records none.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { dumpTemplate } from "../dist/components/shared/go-dump.js";
import { templateHash } from "../dist/components/shared/hash.js";
import { givenTemplates, randomFrom, randomTemplate, templatesOfEachStruct } from "./template-samples.mjs";

const [judge, count, seed = "1"] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const COUNTS = [undefined, undefined, undefined, 0, 1, 2, 255, 256, 2 ** 31 - 1];

function ask(templates) {
  const questions = templates.map((template) => ({ template, collisionCount: random.of(COUNTS) }));
  // A process that finds no time zone, as go-dump.ts assumes.
  const { stdout, stderr, status } = spawnSync(judge, count === undefined ? [] : ["-dump"], {
    input: questions.map((q) => `${JSON.stringify(q)}\n`).join(""),
    env: { TZ: ":/nonexistent" },
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(stderr);
  const answers = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  return questions.map((question, index) => ({ ...question, ...answers[index], given: question.template }));
}

function record() {
  const templates = [
    ...givenTemplates(),
    ...templatesOfEachStruct(random),
    ...Array.from({ length: 20 }, () => randomTemplate(random)),
  ];
  const lines = ask(templates).map(({ given, hash, collisionCount }) =>
    JSON.stringify({ hash, collisionCount, template: given }),
  );
  const file = new URL("../src/components/shared/recorded/template-hashes.json", import.meta.url);
  writeFileSync(file, `[\n${lines.join(",\n")}\n]\n`);
  console.log(`${lines.length} recorded`);
}

/** With null for lists that are empty: the real store does not tell them apart. */
function withoutEmptyLists(value) {
  return JSON.parse(JSON.stringify(value, (_, held) => (Array.isArray(held) && held.length === 0 ? null : held)));
}

function compare() {
  let wrong = 0;
  let otherForm = 0;
  for (let done = 0; done < Number(count); done += 500) {
    const size = Math.min(500, Number(count) - done);
    for (const answer of ask(Array.from({ length: size }, () => randomTemplate(random)))) {
      const { given, template, hash, collisionCount, dump } = answer;
      if (!isDeepStrictEqual(withoutEmptyLists(given), template) && otherForm++ < 3)
        console.log("stored otherwise", JSON.stringify([given, template]));
      if (templateHash(given, collisionCount) === hash) continue;
      if (wrong++ < 3) showDifference(dumpTemplate(given), dump);
    }
  }
  console.log(`${count} compared, ${wrong} other hashes, ${otherForm} written otherwise`);
  process.exitCode = wrong === 0 ? 0 : 1;
}

function showDifference(here, real) {
  let at = 0;
  while (here[at] === real[at]) at++;
  console.log(`here ${here.slice(at - 80, at + 80)}\nreal ${real.slice(at - 80, at + 80)}`);
}

if (count === undefined) record();
else compare();
