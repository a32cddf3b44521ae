// Runs a module in headless Chromium.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--allow-file-access-from-files",
  "--virtual-time-budget=60000",
  "--dump-dom",
];

const SHOW = `
let shown;
try { shown = hash(); } catch (error) { shown = String(error.stack); }
document.body.textContent = "hash:" + shown;`;

/** What `hash()` returns of a module that is in a folder, and may import what is beside it. */
export function hashInBrowser(folder, source) {
  const scratch = mkdtempSync(join(tmpdir(), "kubetick-browser-"));
  const entry = join(folder, "browser-entry.js");
  try {
    writeFileSync(entry, `${source}\n${SHOW}`);
    const bundle = ["--bundle", "--format=iife", "--platform=browser", `--outfile=${join(scratch, "bundle.js")}`];
    execFileSync("npx", ["--yes", "esbuild@0.25.12", entry, ...bundle, "--log-level=error"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    writeFileSync(
      join(scratch, "index.html"),
      '<!doctype html><meta charset="utf-8"><body><script src="bundle.js"></script></body>',
    );
    const page = [`--user-data-dir=${join(scratch, "profile")}`, `file://${join(scratch, "index.html")}`];
    const dom = execFileSync("chromium", [...FLAGS, ...page], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /<body>.*hash:([^<]*)/s.exec(dom)?.[1] ?? dom;
  } finally {
    rmSync(entry, { force: true });
    rmSync(scratch, { recursive: true, force: true });
  }
}
