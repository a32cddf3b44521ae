import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** The directory with the tables, and the README that lists all of upstream's tests. */
export const UPSTREAM = new URL("../../upstream/", import.meta.url);

/** One case: its inputs, by the names that the function's reader knows, and what is expected. */
export interface Case {
  readonly name: string;
  readonly expected: unknown;
  readonly [input: string]: unknown;
}

/** The table of one of upstream's tests. */
export interface Table {
  /** The test's file, in the Kubernetes repository. */
  readonly file: string;
  readonly test: string;
  /** Which of our functions answers. */
  readonly function: string;
  readonly cases: readonly Case[];
}

/** All tables, in the order of their files. */
export function readTables(): readonly Table[] {
  const files = readdirSync(UPSTREAM).filter((file) => file.endsWith(".yaml"));
  return files.sort().flatMap((name) => {
    const { file, tests } = parse(readFileSync(new URL(name, UPSTREAM), "utf8")) as {
      file: string;
      tests: readonly Omit<Table, "file">[];
    };
    return tests.map((table) => ({ ...table, file }));
  });
}
