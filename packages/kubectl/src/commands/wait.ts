import type { KubeObject, Millis } from "@kubetick/core";
import { flags } from "../args.ts";
import { ALL_NAMESPACES_FLAGS, FILE_FLAGS, PRINT_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { isNotFound, KubectlError } from "../command-error.ts";
import { relaxedPath } from "../print/custom-columns.ts";
import { findResults } from "../print/jsonpath/evaluate.ts";
import { parseTemplate } from "../print/jsonpath/parse.ts";
import { type Found, fetch, find, type Info } from "../resources/index.ts";
import { filesOf } from "./options.ts";
import { type PrintResult, resultPrinter } from "./print-result.ts";
import { waitForDeletion } from "./wait-for-deletion.ts";
import { watchObject } from "./watch-object.ts";

type Condition = "delete" | "create" | ((object: KubeObject) => boolean);

/** What a negative `--timeout` means. Source: pkg/cmd/wait/wait.go. */
const A_WEEK: Millis = 604_800_000;

/** Source: pkg/cmd/wait/wait.go. */
export const wait: Command = {
  name: "wait",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...ALL_NAMESPACES_FLAGS,
    ...PRINT_FLAGS,
    ...flags("--all=false", "--field-selector=''", "--for=[...]", "--local=false", "--timeout=30s"),
  ],
  run(context) {
    const texts = context.flags.list("for");
    const print = resultPrinter(context);
    const conditions = texts.map(readCondition);
    if (conditions.length === 0) throw new KubectlError(`unrecognized condition: ${JSON.stringify(texts)}`);
    const timeout = context.flags.duration("timeout");
    const until = context.host.now() + (timeout < 0 ? A_WEEK : timeout);
    if (conditions.includes("create")) waitForCreation(context, until);
    const forDelete = conditions.includes("delete");
    let count = 0;
    findObjects(context).each(
      (info) => {
        count++;
        for (const condition of conditions) waitFor(context, info, condition, { until, timeout, print });
      },
      forDelete ? isNotFound : undefined,
    );
    if (count === 0 && !forDelete) throw new KubectlError("no matching resources found");
  },
};

function findObjects(context: CommandContext): Found {
  return find(context, {
    args: context.args,
    files: filesOf(context),
    selector: context.flags.text("selector"),
    fieldSelector: context.flags.text("field-selector"),
    all: context.flags.bool("all"),
    allNamespaces: context.flags.bool("all-namespaces"),
    continueOnError: true,
    latest: true,
  });
}

function readCondition(text: string): Condition {
  const lower = text.toLowerCase();
  if (lower === "delete" || lower === "create") return lower;
  if (text.startsWith("condition=")) {
    const [name = "", value = "true"] = text.slice("condition=".length).split(/=(.*)/s);
    return (object) => hasCondition(object, name.toLowerCase(), value.toLowerCase());
  }
  if (text.startsWith("jsonpath=")) return jsonPathCondition(text.slice("jsonpath=".length));
  throw new KubectlError(`unrecognized condition: ${JSON.stringify(text)}`);
}

interface WithConditions {
  readonly metadata: KubeObject["metadata"];
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly observedGeneration?: number;
    }[];
  };
}

/** Source: pkg/cmd/wait/condition.go checkCondition. */
function hasCondition(object: KubeObject, name: string, value: string): boolean {
  const { metadata, status } = object as unknown as WithConditions;
  const condition = status?.conditions?.find((c) => c.type.toLowerCase() === name);
  if (condition === undefined) return false;
  const observed = condition.observedGeneration ?? status?.observedGeneration;
  if (metadata.generation !== undefined && observed !== undefined && observed < metadata.generation) return false;
  return condition.status.toLowerCase() === value;
}

/** Source: pkg/cmd/wait/json.go. */
function jsonPathCondition(text: string): Condition {
  const parts = text.split(/(?<!=)=(?!=)/);
  if (parts.length > 2) {
    throw new KubectlError(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    );
  }
  if (parts[0] === "") throw new KubectlError("jsonpath expression cannot be empty");
  const template = parseTemplate(relaxedPath(parts[0] ?? ""));
  const value = parts[1]?.replace(/^['"]+|['"]+$/g, "");
  if (value === "") {
    throw new KubectlError(
      "jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3",
    );
  }
  return (object) => {
    const results = findResults(template, object, true);
    if (results.length > 1) throw new KubectlError("given jsonpath expression matches more than one list");
    const values = results[0] ?? [];
    if (values.length > 1) throw new KubectlError("given jsonpath expression matches more than one value");
    if (values.length === 0) return false;
    if (value === undefined) return true;
    if (typeof values[0] === "object" && values[0] !== null) {
      throw new KubectlError("jsonpath leads to a nested object or list which is not supported");
    }
    return String(values[0]).trim() === value.trim();
  };
}

interface Waiting {
  readonly until: Millis;
  readonly timeout: Millis;
  readonly print: PrintResult;
}

function waitFor(context: CommandContext, info: Info, condition: Condition, { until, timeout, print }: Waiting): void {
  if (condition === "create") {
    print(info.object as KubeObject, "condition met");
    return;
  }
  if (condition === "delete") {
    if (timeout === 0) throw notMet(info);
    const uid = info.object?.metadata.uid;
    waitForDeletion(context, [{ ...info, ...(uid !== undefined && { uid }) }], Math.max(until - context.host.now(), 1));
    print(info.object as KubeObject, "condition met");
    return;
  }
  if (timeout === 0) {
    const object = fetch(context, info).object as KubeObject;
    if (!condition(object)) throw notMet(info);
    print(object, "condition met");
    return;
  }
  let last = info.object as KubeObject;
  const met = watchObject(context, info, until, (type, object) => {
    last = object;
    return type !== "DELETED" && condition(object);
  });
  if (!met) throw new KubectlError(`timed out waiting for the condition on ${info.resource.plural}/${info.name}`);
  print(last, "condition met");
}

function notMet(info: Info): KubectlError {
  return new KubectlError(`condition not met for ${info.resource.plural}/${info.name}`);
}

function waitForCreation(context: CommandContext, until: Millis): void {
  while (!anyFound(context)) {
    if (!context.host.proceed(until) && !anyFound(context))
      throw new KubectlError("timed out waiting for the condition");
  }
}

function anyFound(context: CommandContext): boolean {
  try {
    return findObjects(context).infos().length > 0;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
