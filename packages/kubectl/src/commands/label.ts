import { isLabelValue, type KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import {
  ALL_NAMESPACES_FLAGS,
  DRY_RUN_FLAGS,
  FILE_FLAGS,
  fieldManager,
  PRINT_FLAGS,
  SELECTOR_FLAGS,
} from "../args-common.ts";
import type { Command } from "../command.ts";
import { AggregateFailure, KubectlError } from "../command-error.ts";
import { changeMetadata, type MetadataChange } from "./change-metadata.ts";
import { type Changes, resourcesAndPairs } from "./pairs.ts";

export const METADATA_FLAGS = [
  ...FILE_FLAGS,
  ...SELECTOR_FLAGS,
  ...ALL_NAMESPACES_FLAGS,
  ...PRINT_FLAGS,
  ...DRY_RUN_FLAGS,
  ...flags(
    "--all=false",
    "--field-selector=''",
    "--list=false",
    "--local=false",
    "--overwrite=false",
    "--resource-version=''",
  ),
];

/** Source: pkg/cmd/label/label.go. */
export const label: Command = {
  name: "label",
  flags: [...METADATA_FLAGS, ...fieldManager("kubectl-label")],
  run(context) {
    const { resources, pairs } = resourcesAndPairs(context.args, "label");
    changeMetadata(context, resources, parseLabels(pairs), LABELS);
  },
};

const LABELS: MetadataChange = {
  what: "label",
  field: "labels",
  checkOverwrite(values, changes) {
    const errors = [...changes.set].flatMap(([key, value]) => {
      const old = Object.hasOwn(values, key) ? values[key] : undefined;
      if (old === undefined || old === value) return [];
      return [new KubectlError(`'${key}' already has a value (${old}), and --overwrite is false`)];
    });
    if (errors.length > 0) throw new AggregateFailure(errors);
  },
  operation(before: KubeObject, changes) {
    const labels = before.metadata.labels ?? {};
    const added = [...changes.set].some(([key, value]) => labels[key] !== value);
    const removed = changes.removed.some((key) => Object.hasOwn(labels, key));
    if (added && removed) return "modified";
    if (added) return "labeled";
    return removed ? "unlabeled" : "not labeled";
  },
};

/** Source: pkg/cmd/label parseLabels. */
function parseLabels(pairs: readonly string[]): Changes {
  const set = new Map<string, string>();
  const removed: string[] = [];
  for (const pair of pairs) {
    if (pair.includes("=")) {
      const [key = "", value = "", ...more] = pair.split("=");
      if (more.length > 0) throw new KubectlError(`invalid label spec: ${pair}`);
      const problems = isLabelValue(value);
      if (problems.length > 0)
        throw new KubectlError(`invalid label value: ${JSON.stringify(pair)}: ${problems.join(";")}`);
      set.set(key, value);
    } else if (pair.endsWith("-")) {
      removed.push(pair.slice(0, -1));
    } else {
      throw new KubectlError(`unknown label spec: ${pair}`);
    }
  }
  if (removed.some((key) => set.has(key))) {
    throw new KubectlError("can not both modify and remove a label in the same command");
  }
  return { set, removed };
}
