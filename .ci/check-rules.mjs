// Every rule in a component's RULES.md has an ID, and a test that names it; every ID that a test names is a rule.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const ID = /\b[A-Z]{2,}(?:-[A-Z0-9]+)*-\d+[a-z]?\b/g;

function* files(folder) {
  for (const name of readdirSync(folder)) {
    if (name === "node_modules" || name === "dist") continue;
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* files(path);
    else yield path;
  }
}

const problems = [];
let rules = 0;
for (const path of files(join(root, "packages"))) {
  if (!path.endsWith("RULES.md")) continue;
  const listed = readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .flatMap((line) => (line.split("|")[1] ?? "").match(ID) ?? []);
  const tests = [...files(dirname(path))]
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const named = new Set(tests.match(ID) ?? []);
  for (const id of listed) if (!named.has(id)) problems.push(`${relative(root, path)}: no test names ${id}`);
  for (const id of new Set(listed))
    if (listed.filter((other) => other === id).length > 1) problems.push(`${relative(root, path)}: ${id} stands twice`);
  if (listed.length === 0) problems.push(`${relative(root, path)}: it lists no rule`);
  rules += listed.length;
}

for (const problem of problems) console.error(problem);
console.log(`${rules} rules, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
