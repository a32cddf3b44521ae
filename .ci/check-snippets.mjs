// Runs the TypeScript snippets of the READMEs and the docs (or of the pages that are named), and compares what they print
// with the `text` block that follows. Those for vitest are run by it, and are to pass.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const ALL = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"), { recursive: true })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
  ...readdirSync(join(root, "packages"))
    .map((name) => join("packages", name, "README.md"))
    .filter((page) => existsSync(join(root, page))),
];
/** Those that are named, or all. */
const pages = process.argv.length > 2 ? process.argv.slice(2) : ALL;
const SNIPPET = /```ts run\n([\s\S]*?)```\n+(?:```text\n([\s\S]*?)```)?/g;
let snippets = 0;
let failures = 0;

/** A package's page sees what the package sees; all others see what whoever installs kubetick does. */
const scratchFor = (page) =>
  join(root, page.startsWith("packages/") ? dirname(page) : "packages/kubetick", ".snippets");

const VITEST_SNIPPET = /```ts vitest\n([\s\S]*?)```/g;

function runTests(page, scratch, sources) {
  if (sources.length === 0) return;
  snippets += sources.length;
  writeFileSync(join(scratch, "vitest.config.mjs"), "export default {};\n");
  for (const [at, source] of sources.entries()) writeFileSync(join(scratch, `snippet-${at + 1}.test.ts`), source);
  try {
    const vitest = join(root, "node_modules/.bin/vitest");
    execFileSync(vitest, ["run", "--root", scratch], { stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    failures++;
    console.error(`${page}: the snippets for vitest: ${error.stdout}${error.stderr}`);
  }
}

for (const page of pages) {
  const scratch = scratchFor(page);
  const text = readFileSync(join(root, page), "utf8");
  mkdirSync(scratch, { recursive: true });
  runTests(
    page,
    scratch,
    Array.from(text.matchAll(VITEST_SNIPPET), ([, source]) => source),
  );
  for (const [, source, expected = ""] of text.matchAll(SNIPPET)) {
    snippets++;
    const file = join(scratch, `snippet-${snippets}.ts`);
    writeFileSync(file, source);
    const compiled = join(scratch, `snippet-${snippets}.js`);
    try {
      execFileSync(
        join(root, "node_modules/.bin/tsc"),
        [
          "--ignoreConfig",
          "--strict",
          "--module",
          "nodenext",
          "--target",
          "es2022",
          "--types",
          "node",
          "--skipLibCheck",
          file,
        ],
        { stdio: "pipe", encoding: "utf8", cwd: scratch },
      );
      const printed = execFileSync("node", [compiled], { encoding: "utf8", cwd: root });
      if (printed.trimEnd() !== expected.trimEnd())
        throw new Error(`it prints\n${printed}\nand the page says\n${expected}`);
    } catch (error) {
      failures++;
      console.error(`${relative(root, join(root, page))}: snippet ${snippets}: ${error.stdout ?? ""}${error.message}`);
    }
  }
  rmSync(scratch, { recursive: true });
}
console.log(`${snippets} snippets, ${failures} failures`);
process.exitCode = failures > 0 ? 1 : 0;
