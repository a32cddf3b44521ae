import { fieldManager } from "../args-common.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { changeMetadata, type MetadataChange } from "./change-metadata.ts";
import { METADATA_FLAGS } from "./label.ts";
import { type Changes, parsePairs, resourcesAndPairs } from "./pairs.ts";

const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** Source: pkg/cmd/annotate/annotate.go. */
export const annotate: Command = {
  name: "annotate",
  flags: [...METADATA_FLAGS, ...fieldManager("kubectl-annotate")],
  run(context) {
    const { resources, pairs } = resourcesAndPairs(context.args, "annotation");
    changeMetadata(context, resources, checked(parsePairs(pairs, "annotation", true)), ANNOTATIONS);
  },
};

const ANNOTATIONS: MetadataChange = {
  what: "annotation",
  field: "annotations",
  checkOverwrite(values, changes) {
    const problems = [...changes.set].flatMap(([key, value]) => {
      const old = Object.hasOwn(values, key) ? values[key] : undefined;
      return key === CHANGE_CAUSE || old === undefined || old === value
        ? []
        : [`'${key}' already has a value (${old})`];
    });
    if (problems.length === 0) return;
    throw new KubectlError(
      `--overwrite is false but found the following declared annotation(s): ${problems.join("; ")}`,
    );
  },
  operation: () => "annotated",
};

function checked(changes: Changes): Changes {
  const both = changes.removed.filter((key) => changes.set.has(key));
  if (both.length === 0) return changes;
  throw new KubectlError(
    `can not both modify and remove the following annotation(s) in the same command: ${both.join(", ")}`,
  );
}
