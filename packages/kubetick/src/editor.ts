import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KubectlError } from "@kubetick/kubectl";

/** The environment's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens a text in the editor that KUBE_EDITOR or EDITOR names, or else in vi, and returns what the editor leaves.
 *
 * Source: k8s.io/kubectl pkg/cmd/util/editor/editor.go defaultEnvEditor, launcher_others.go Launch.
 * @throws KubectlError where there is no such editor, or it fails
 */
export function editInEditor(text: string, environment: Environment): string {
  const folder = mkdtempSync(join(tmpdir(), "kubectl-edit-"));
  const file = join(folder, "edit.yaml");
  try {
    writeFileSync(file, text);
    launch(commandOf(environment), file);
    return readFileSync(file, "utf8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface EditorCommand {
  readonly words: readonly string[];
  /** Whether the last word is a shell's command line. */
  readonly shell: boolean;
}

/** Words are parted at spaces; only where there are quotes is a shell asked. */
function commandOf(environment: Environment): EditorCommand {
  const editor = environment["KUBE_EDITOR"] || environment["EDITOR"] || "vi";
  if (!editor.includes(" ")) return { words: [editor], shell: false };
  if (!/["'\\]/.test(editor)) return { words: editor.split(" "), shell: false };
  return { words: [environment["SHELL"] || "/bin/bash", "-c", editor], shell: true };
}

function launch({ words, shell }: EditorCommand, file: string): void {
  const [program = "", ...rest] = words;
  const args = shell ? [...rest.slice(0, -1), `${rest.at(-1)} ${JSON.stringify(file)}`] : [...rest, file];
  const { error, status } = spawnSync(program, args, { stdio: "inherit" });
  const quoted = JSON.stringify(words.join(" "));
  if ((error as NodeJS.ErrnoException | undefined)?.code === "ENOENT")
    throw new KubectlError(`unable to launch the editor ${quoted}`);
  if (status !== 0) throw new KubectlError(`there was a problem with the editor ${quoted}`);
}
