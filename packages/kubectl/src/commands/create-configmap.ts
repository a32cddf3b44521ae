import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";

/** Source: pkg/cmd/create/create_configmap.go. */
export function configMapObject(context: CommandContext, name: string): object {
  const data = new Map<string, string>();
  const add = (key: string, value: string) => {
    if (data.has(key)) {
      throw new KubectlError(
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap ${JSON.stringify(name)}`,
      );
    }
    data.set(key, value);
  };
  const envFiles = context.flags.list("from-env-file");
  if (envFiles.length > 0 && (context.flags.changed("from-file") || context.flags.changed("from-literal"))) {
    throw new KubectlError("from-env-file cannot be combined with from-file or from-literal");
  }
  for (const source of context.flags.list("from-file")) addFile(context, source, add);
  for (const source of context.flags.list("from-literal")) addLiteral(source, add);
  for (const path of envFiles) addEnvFile(read(context, path), add);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name },
    ...(data.size > 0 && { data: Object.fromEntries(data) }),
  };
}

type Add = (key: string, value: string) => void;

function addLiteral(source: string, add: Add): void {
  const equals = source.indexOf("=");
  if (equals < 0) throw new KubectlError(`invalid literal source ${source}, expected key=value`);
  if (equals === 0) throw new KubectlError(`invalid literal source ${source}, expected key=value`);
  add(source.slice(0, equals), source.slice(equals + 1).replace(/^(['"])(.*)\1$/s, "$2"));
}

function addFile(context: CommandContext, source: string, add: Add): void {
  const [first = "", path] = source.split("=");
  if (path === undefined) {
    add(first.slice(first.lastIndexOf("/") + 1), read(context, first));
    return;
  }
  if (first === "") throw new KubectlError(`key name for file path ${path} missing`);
  if (path === "") throw new KubectlError(`file path for key name ${first} missing`);
  add(first, read(context, path));
}

function addEnvFile(text: string, add: Add): void {
  for (const line of text.split("\n").map((l) => l.trimStart())) {
    const equals = line.indexOf("=");
    if (line !== "" && !line.startsWith("#") && equals > 0) add(line.slice(0, equals), line.slice(equals + 1));
  }
}

function read(context: CommandContext, path: string): string {
  try {
    return context.host.readFile(path);
  } catch {
    throw new KubectlError(`error reading ${path}: no such file or directory`);
  }
}
