// Plays the tutorial in headless Chromium and prints the final state's hash. Usage: node .ci/hash-in-browser.mjs SEED
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "kubetick-browser-"));
const tutorial = join(root, "examples/daemonset-tutorial");
const files = { "daemonset.yaml": readFileSync(join(tutorial, "daemonset.yaml"), "utf8") };
writeFileSync(
  join(root, "packages/kubetick/dist/browser-entry.js"),
  `import { parseWalkthrough, playWalkthrough } from "./index.js";
const files = ${JSON.stringify(files)};
const readFile = (path) => files[path] ?? (() => { throw new Error("no file " + path); })();
try {
  document.title = playWalkthrough(parseWalkthrough(${JSON.stringify(readFileSync(join(tutorial, "README.md"), "utf8"))}), { seed: ${Number(process.argv[2])}, readFile }).hash();
} catch (error) { document.title = String(error.stack); }
document.body.textContent = "hash:" + document.title;`,
);
execFileSync(
  "npx",
  [
    "--yes",
    "esbuild@0.25.12",
    join(root, "packages/kubetick/dist/browser-entry.js"),
    "--bundle",
    "--format=iife",
    "--platform=browser",
    `--outfile=${join(folder, "bundle.js")}`,
    "--log-level=error",
  ],
  { stdio: ["ignore", "ignore", "inherit"] },
);
writeFileSync(
  join(folder, "index.html"),
  '<!doctype html><meta charset="utf-8"><body><script src="bundle.js"></script></body>',
);
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-file-access-from-files",
  `--user-data-dir=${join(folder, "profile")}`,
  "--virtual-time-budget=60000",
  "--dump-dom",
];
const dom = execFileSync("chromium", [...flags, `file://${join(folder, "index.html")}`], {
  encoding: "utf8",
  stdio: ["ignore", "pipe", "ignore"],
});
console.log(/<body>.*hash:([^<]*)/s.exec(dom)?.[1] ?? dom);
