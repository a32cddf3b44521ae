import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Edit, Mutation } from "./mutations.ts";

const ROOT = fileURLToPath(new URL("../../../..", import.meta.url));
const BUILT = ["core", "cluster", "kubectl", "testing", "conformance"];
const COPIED = ["package.json", "node_modules", "dist", "scenarios", "traces", "found"];

/** A copy of the built packages in a temporary folder: to be changed, and run. */
export class Sandbox {
  readonly #folder = realpathSync(mkdtempSync(join(tmpdir(), "kubetick-mutants-")));

  constructor() {
    symlinkSync(join(ROOT, "node_modules"), join(this.#folder, "node_modules"));
    for (const name of BUILT) {
      const [from, to] = [join(ROOT, "packages", name), join(this.#folder, "packages", name)];
      // The links in a package's node_modules are relative: to its neighbours here, and through the link above to the rest.
      for (const part of COPIED)
        if (existsSync(join(from, part)))
          cpSync(join(from, part), join(to, part), { recursive: true, verbatimSymlinks: true });
    }
  }

  get comparison(): string {
    return this.built("conformance", "compare-all.js");
  }

  /** A compiled file of a package. */
  built(name: string, file: string): string {
    return join(this.#folder, "packages", name, "dist", file);
  }

  /** Runs something while a rule is wrong, and puts the rule right again. */
  async with<Result>({ edits }: Pick<Mutation, "edits">, run: () => Promise<Result>): Promise<Result> {
    const originals = new Map<string, string>();
    try {
      for (const edit of edits) {
        const path = this.built("core", edit.file);
        const text = readFileSync(path, "utf8");
        if (!originals.has(path)) originals.set(path, text);
        writeFileSync(path, edited(text, edit));
      }
      return await run();
    } finally {
      for (const [path, text] of originals) writeFileSync(path, text);
    }
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

/** @throws Error where `from` does not occur exactly as often as stated. */
export function edited(text: string, { file, from, to, times = 1 }: Edit): string {
  const parts = text.split(from);
  if (parts.length - 1 !== times)
    throw new Error(`${file}: ${JSON.stringify(from)} occurs ${parts.length - 1} times, not ${times}`);
  return parts.join(to);
}
