import {
  type ConfigMap,
  type Container,
  type EnvVar,
  isEnvVarName,
  type KubeObject,
  type PodSpec,
} from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, FILE_FLAGS, fieldManager, PRINT_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { find, type Info, throwAll } from "../resources/index.ts";
import { matchesName, withEnv } from "./env-vars.ts";
import { listEnv } from "./list-env.ts";
import { dryRunOf, filesOf } from "./options.ts";
import { updatePodSpec } from "./pod-template.ts";
import { changeObjects } from "./set-objects.ts";

/** Source: pkg/cmd/set/set_env.go. */
export const setEnv: Command = {
  name: "env",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...fieldManager("kubectl-set"),
    ...flags(
      "--all=false",
      "-c, --containers='*'",
      "-e, --env=[...]",
      "--from=''",
      "--keys=[]",
      "--list=false",
      "--local=false",
      "--overwrite=true",
      "--prefix=''",
      "--resolve=false",
    ),
  ],
  run(context) {
    if (context.flags.bool("all") && context.flags.text("selector") !== "") {
      throw new KubectlError("cannot set --all and --selector at the same time");
    }
    const { resources, specs } = splitArgs(context.args);
    const dryRun = dryRunOf(context);
    validate(context, resources, dryRun === "server");
    const wanted = parseEnv([...context.flags.list("env"), ...specs]);
    const env = prefixed(context, [...wanted.env, ...envFrom(context)]);
    const infos = findObjects(context, resources);
    const errors: KubectlError[] = [];
    const change = (object: KubeObject) =>
      updatePodSpec(object, (spec) => changeSpec(context, object, spec, env, wanted.removed));
    if (context.flags.bool("list")) {
      for (const info of infos) listEnv(context, change, info);
      return;
    }
    const complete = env.length > 0 || specs.length > 0;
    const afterPatch = () => {
      if (!complete) throw new KubectlError("at least one environment variable must be provided");
    };
    changeObjects(context, infos, { dryRun, what: "env", errors, change, afterPatch });
    throwAll(errors);
  },
};

function splitArgs(args: readonly string[]): {
  readonly resources: readonly string[];
  readonly specs: readonly string[];
} {
  const isEnv = (word: string) => /^.+=/s.test(word) || word.endsWith("-");
  const first = args.findIndex(isEnv);
  if (first < 0) return { resources: args, specs: [] };
  if (!args.slice(first).every(isEnv)) {
    throw new KubectlError(`all resources must be specified before environment changes: ${args.join(" ")}`);
  }
  return { resources: args.slice(0, first), specs: args.slice(first) };
}

function validate(context: CommandContext, resources: readonly string[], server: boolean): void {
  if (context.flags.bool("local") && server) {
    throw new KubectlError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  }
  if (filesOf(context).length === 0 && resources.length === 0) {
    throw new KubectlError("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (context.flags.bool("list") && context.flags.text("output") !== "") {
    throw new KubectlError("--list and --output may not be specified together");
  }
  if (context.flags.list("keys").length > 0 && context.flags.text("from") === "") {
    throw new KubectlError("when specifying --keys, a configmap or secret must be provided with --from");
  }
}

/** Source: pkg/cmd/set/env/env_parse.go ParseEnv. */
function parseEnv(specs: readonly string[]): { readonly env: readonly EnvVar[]; readonly removed: readonly string[] } {
  const env: EnvVar[] = [];
  const removed: string[] = [];
  for (const spec of specs) {
    const equals = spec.indexOf("=");
    if (equals >= 0) {
      const name = spec.slice(0, equals);
      const problems = isEnvVarName(name);
      if (problems.length > 0)
        throw new KubectlError(`${JSON.stringify(name)} is not a valid key name: ${problems.join(";")}`);
      const value = spec.slice(equals + 1);
      env.push(value === "" ? { name } : { name, value });
    } else if (spec.endsWith("-")) {
      removed.push(spec.slice(0, -1));
    } else {
      throw new KubectlError(`unknown environment variable: ${spec}`);
    }
  }
  if (removed.some((name) => env.some((e) => e.name === name))) {
    throw new KubectlError("can not both modify and remove the same environment variable in the same command");
  }
  return { env, removed };
}

/** The variables of `--from configmap/x`. */
function envFrom(context: CommandContext): readonly EnvVar[] {
  const from = context.flags.text("from");
  if (from === "") return [];
  const keys = context.flags.list("keys");
  const infos = find(context, { args: [from], continueOnError: true, latest: true }).infos();
  return infos.flatMap((info) => {
    const { kind } = info.object as KubeObject;
    if (kind !== "Secret" && kind !== "ConfigMap") throw new KubectlError("unsupported resource specified in --from");
    const all = Object.keys((info.object as unknown as ConfigMap).data ?? {}).sort();
    const field = kind === "Secret" ? "secretKeyRef" : "configMapKeyRef";
    return all
      .filter((key) => keys.length === 0 || keys.includes(key))
      .map((key) => ({ name: envName(context, key), valueFrom: { [field]: { name: info.name, key } } }) as EnvVar);
  });
}

function envName(context: CommandContext, key: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, "_").toUpperCase();
  if (name !== key) context.warn(`key ${key} transferred to ${name}`);
  return name;
}

function prefixed(context: CommandContext, env: readonly EnvVar[]): readonly EnvVar[] {
  const prefix = context.flags.text("prefix");
  return prefix === "" ? env : env.map((e) => ({ ...e, name: `${prefix}${e.name}` }));
}

function findObjects(context: CommandContext, resources: readonly string[]): readonly Info[] {
  const selection = context.flags.bool("local")
    ? {}
    : { args: resources, selector: context.flags.text("selector"), typeAlone: context.flags.bool("all"), latest: true };
  return find(context, { files: filesOf(context), continueOnError: true, ...selection }).infos();
}

function changeSpec(
  context: CommandContext,
  object: KubeObject,
  spec: PodSpec,
  env: readonly EnvVar[],
  removed: readonly string[],
): PodSpec {
  const pattern = context.flags.text("containers");
  const chosen = (container: Container) => matchesName(container.name, pattern);
  if (![...spec.containers, ...(spec.initContainers ?? [])].some(chosen)) {
    const name = `${object.kind}/${object.metadata.name}`;
    context.warn(`${name} does not have any containers matching ${JSON.stringify(pattern)}`);
    return spec;
  }
  const overwrite = context.flags.bool("overwrite");
  const change = (container: Container) =>
    chosen(container) ? withEnv(container, env, removed, overwrite) : container;
  return {
    ...spec,
    ...(spec.initContainers !== undefined && { initContainers: spec.initContainers.map(change) }),
    containers: spec.containers.map(change),
  };
}
