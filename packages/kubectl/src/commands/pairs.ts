import { KubectlError } from "../command-error.ts";

export interface ResourcesAndPairs {
  readonly resources: readonly string[];
  readonly pairs: readonly string[];
}

/** Tells `a=b` and `a-` from the resources before them. Source: pkg/cmd/util GetResourcesAndPairs. */
export function resourcesAndPairs(args: readonly string[], what: string): ResourcesAndPairs {
  const isPair = (word: string) => word.indexOf("=") > 0 || (word.endsWith("-") && word !== "-");
  const first = args.findIndex(isPair);
  if (first < 0) return { resources: args, pairs: [] };
  const late = args.slice(first).find((word) => !isPair(word));
  if (late !== undefined) throw new KubectlError(`all resources must be specified before ${what} changes: ${late}`);
  return { resources: args.slice(0, first), pairs: args.slice(first) };
}

export interface Changes {
  readonly set: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** Source: pkg/cmd/util ParsePairs. */
export function parsePairs(pairs: readonly string[], what: string, mayRemove: boolean): Changes {
  const set = new Map<string, string>();
  const removed: string[] = [];
  const invalid: string[] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    if (equals > 0) set.set(pair.slice(0, equals), pair.slice(equals + 1));
    else if (mayRemove && pair.endsWith("-") && pair !== "-") removed.push(pair.slice(0, -1));
    else invalid.push(pair);
  }
  if (invalid.length > 0) throw new KubectlError(`invalid ${what} format: ${invalid.join(", ")}`);
  return { set, removed };
}
