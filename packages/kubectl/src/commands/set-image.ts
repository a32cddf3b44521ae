import type { Container, PodSpec } from "@kubetick/core";
import { flags } from "../args.ts";
import { DRY_RUN_FLAGS, FILE_FLAGS, fieldManager, PRINT_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { find, throwAll } from "../resources/index.ts";
import { dryRunOf, filesOf } from "./options.ts";
import { parsePairs, resourcesAndPairs } from "./pairs.ts";
import { updatePodSpec } from "./pod-template.ts";
import { changeObjects } from "./set-objects.ts";

/** Source: pkg/cmd/set/set_image.go. */
export const setImage: Command = {
  name: "image",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    ...DRY_RUN_FLAGS,
    ...fieldManager("kubectl-set"),
    ...flags("--all=false", "--local=false"),
  ],
  run(context) {
    const dryRun = dryRunOf(context);
    const { resources, pairs } = resourcesAndPairs(context.args, "image");
    const images = parsePairs(pairs, "image", false).set;
    const infos = findObjects(context, resources);
    validate(context, resources, images, dryRun === "server");
    const errors: KubectlError[] = [];
    changeObjects(context, infos, {
      dryRun,
      what: "image",
      errors,
      change: (object) => updatePodSpec(object, (spec) => withImages(spec, images, errors)),
    });
    throwAll(errors);
  },
};

function findObjects(context: CommandContext, resources: readonly string[]) {
  const selection = context.flags.bool("local")
    ? {}
    : { args: resources, selector: context.flags.text("selector"), typeAlone: context.flags.bool("all"), latest: true };
  return find(context, { files: filesOf(context), continueOnError: true, ...selection }).infos();
}

function validate(
  context: CommandContext,
  resources: readonly string[],
  images: ReadonlyMap<string, string>,
  server: boolean,
): void {
  const errors: string[] = [];
  if (context.flags.bool("all") && context.flags.text("selector") !== "") {
    errors.push("cannot set --all and --selector at the same time");
  }
  if (resources.length === 0 && filesOf(context).length === 0) {
    errors.push("one or more resources must be specified as <resource> <name> or <resource>/<name>");
  }
  if (images.size === 0) errors.push("at least one image update is required");
  else if (images.size > 1 && images.has("*")) {
    errors.push(
      "all containers are already specified by *, but saw more than one container_name=container_image pairs",
    );
  }
  if (context.flags.bool("local") && server) {
    errors.push("cannot specify --local and --dry-run=server - did you mean --dry-run=client?");
  }
  throwAll(errors.map((message) => new KubectlError(message)));
}

function withImages(spec: PodSpec, images: ReadonlyMap<string, string>, errors: KubectlError[]): PodSpec {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  for (const name of images.keys()) {
    if (name !== "*" && !containers.some((container) => container.name === name)) {
      errors.push(new KubectlError(`error: unable to find container named ${JSON.stringify(name)}`));
    }
  }
  const change = (container: Container): Container => {
    const image = images.get(container.name) ?? images.get("*");
    return image === undefined ? container : { ...container, image };
  };
  return {
    ...spec,
    ...(spec.initContainers !== undefined && { initContainers: spec.initContainers.map(change) }),
    containers: spec.containers.map(change),
  };
}
