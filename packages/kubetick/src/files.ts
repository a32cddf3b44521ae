import { readdirSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { KubectlOptions } from "@kubetick/kubectl";

/** Files as kubectl's `-f` names them: seen from a folder, with `-` for standard input. */
export function filesFrom(
  folder: string,
  stdin: () => string,
): Required<Pick<KubectlOptions, "readFile" | "listFolder">> {
  return {
    readFile: (path) => (path === "-" ? stdin() : readFileSync(resolve(folder, path), "utf8")),
    listFolder(path) {
      const absolute = resolve(folder, path);
      if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return undefined;
      return readdirSync(absolute, { withFileTypes: true }).map((entry) => ({
        name: entry.name,
        folder: entry.isDirectory(),
      }));
    },
  };
}
