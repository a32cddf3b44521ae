import { KubectlError } from "../command-error.ts";

/** What TYPE, TYPE NAME..., TYPE/NAME... ask for. Source: cli-runtime/pkg/resource/builder.go ResourceTypeOrNameArgs. */
export interface Wanted {
  readonly types: readonly string[];
  readonly names: readonly string[];
  readonly tuples: readonly { readonly type: string; readonly name: string }[];
}

export function readArguments(
  args: readonly string[],
  category: (name: string) => readonly string[] | undefined,
): Wanted {
  const words = spreadTypes(args);
  const slashes = words.filter((word) => word.includes("/")).length;
  if (slashes > 0) {
    if (slashes < words.length) throw mixed();
    return { types: [], names: [], tuples: words.map(tuple) };
  }
  const [types, ...names] = words;
  if (types === undefined) return { types: [], names: [], tuples: [] };
  return { types: unique(types.split(",").flatMap((type) => category(type) ?? [type])), names, tuples: [] };
}

/** Whether the arguments name objects, and not only types. Source: builder.go HasNames. */
export function hasNames(args: readonly string[]): boolean {
  const words = spreadTypes(args);
  const slashes = words.filter((word) => word.includes("/")).length;
  if (slashes > 0 && slashes < words.length) throw mixed();
  return slashes > 0 || words.length > 1;
}

/** `a,b c d` becomes `a/c a/d b/c b/d`. */
function spreadTypes(args: readonly string[]): readonly string[] {
  const types = unique((args[0] ?? "").split(","));
  if (args.length < 2 || types.length < 2) return args;
  return types.flatMap((type) => args.slice(1).map((name) => `${type}/${name}`));
}

function tuple(word: string): { readonly type: string; readonly name: string } {
  const [type = "", name = "", ...more] = word.split("/");
  if (more.length > 0) throw new KubectlError("arguments in resource/name form may not have more than one slash");
  if (type === "" || name === "" || unique(type.split(",")).length !== 1) {
    throw new KubectlError("arguments in resource/name form must have a single resource and name");
  }
  return { type, name };
}

function mixed(): KubectlError {
  return new KubectlError(
    "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form " +
      "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
  );
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
