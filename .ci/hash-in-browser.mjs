// Plays the tutorial in headless Chromium and prints the final state's hash. Usage: node .ci/hash-in-browser.mjs SEED
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hashInBrowser } from "./browser.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const tutorial = join(root, "examples/daemonset-tutorial");
const files = { "daemonset.yaml": readFileSync(join(tutorial, "daemonset.yaml"), "utf8") };
const markdown = readFileSync(join(tutorial, "README.md"), "utf8");
console.log(
  hashInBrowser(
    join(root, "packages/kubetick/dist"),
    `import { parseWalkthrough, playWalkthrough } from "./index.js";
const files = ${JSON.stringify(files)};
const readFile = (path) => files[path] ?? (() => { throw new Error("no file " + path); })();
const hash = () =>
  playWalkthrough(parseWalkthrough(${JSON.stringify(markdown)}), { seed: ${Number(process.argv[2])}, readFile }).hash();`,
  ),
);
