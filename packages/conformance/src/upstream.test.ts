import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { DAEMON_SET } from "../test/upstream/daemonset.ts";
import { SCHEDULER } from "../test/upstream/scheduler.ts";
import { type Case, readTables, UPSTREAM } from "../test/upstream/table.ts";

const TABLES = readTables();
const FUNCTIONS = { ...DAEMON_SET, ...SCHEDULER } as Readonly<Record<string, (inputs: Case) => unknown>>;

describe.each(TABLES.map((table) => [`${table.file} ${table.test}`, table] as const))("%s", (_, table) => {
  test.each(table.cases.map((one, at) => [`${at + 1} ${one.name}`, one] as const))("%s", (_name, one) => {
    expect(FUNCTIONS[table.function]?.(one)).toEqual(one.expected);
  });
});

test.each(TABLES.map(({ file, test: name, cases }) => [file, name, cases.length] as const))(
  "the README lists %s %s, with its %d cases",
  (file, name, cases) => {
    const readme = readFileSync(new URL("README.md", UPSTREAM), "utf8");
    const section = readme.split(/^## /m).find((text) => text.startsWith(`\`${file}\``)) ?? "";
    expect(section).toMatch(new RegExp(`^\\| \`${name}\` +\\| ${cases} cases? here`, "m"));
  },
);
