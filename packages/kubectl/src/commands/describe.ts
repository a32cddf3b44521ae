import { flags } from "../args.ts";
import { ALL_NAMESPACES_FLAGS, FILE_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { isNotFound, KubectlError } from "../command-error.ts";
import { describeObject } from "../describe/describers.ts";
import type { DescribeWorld } from "../describe/world.ts";
import { find, type Info } from "../resources/index.ts";

/** `kubectl describe`. Source: kubectl/pkg/cmd/describe/describe.go. */
export const describe: Command = {
  name: "describe",
  flags: [
    ...FILE_FLAGS,
    ...SELECTOR_FLAGS,
    ...ALL_NAMESPACES_FLAGS,
    ...flags("--chunk-size=500", "--show-events=true"),
  ],
  run(context) {
    if (context.args.length === 0 && context.flags.list("filename").length === 0) throw nothingAsked();
    const { infos, error } = find(context, {
      args: context.args,
      typeAlone: true,
      selector: context.flags.text("selector"),
      allNamespaces: context.flags.bool("all-namespaces"),
      files: context.flags.list("filename"),
      continueOnError: true,
      flatten: true,
    }).partial();
    const world = worldOf(context, error !== undefined || infos.length > 1);
    if (error !== undefined && isNotFound(error) && context.args.length === 2)
      return describeByPrefix(context, world, error);
    context.out(infos.map((info) => textOf(info, world)).join("\n\n"));
    if (infos.length === 0 && error === undefined) context.err(noneFound(context));
    if (error !== undefined) throw error;
  },
};

function nothingAsked(): KubectlError {
  return new KubectlError(
    "You must specify the type of resource to describe. " +
      'Use "kubectl api-resources" for a complete list of supported resources.\n',
  );
}

function noneFound({ flags, namespace }: CommandContext): string {
  return flags.bool("all-namespaces") ? "No resources found\n" : `No resources found in ${namespace} namespace.\n`;
}

/** Events are shown for a single object, unless the command line says otherwise. */
function worldOf({ flags, host, send }: CommandContext, several: boolean): DescribeWorld {
  return {
    now: host.now(),
    showEvents: several && !flags.changed("show-events") ? false : flags.bool("show-events"),
    list<T>(resource: string, namespace: string, selectors = {}) {
      const scope = namespace === "" ? {} : { namespace };
      const body = send<{ items?: readonly T[] }>({ verb: "list", resource, ...scope, options: selectors });
      return body.items ?? [];
    },
    find<T extends object>(resource: string, namespace: string, name: string) {
      try {
        return send<T>({ verb: "get", resource, ...(namespace === "" ? {} : { namespace }), name });
      } catch (error) {
        if (!(error instanceof KubectlError)) throw error;
        return error.message;
      }
    },
  };
}

function textOf({ object }: Info, world: DescribeWorld): string {
  return object === undefined ? "" : describeObject(object, world);
}

/** No object has the name: all whose names start with it are described. */
function describeByPrefix(context: CommandContext, world: DescribeWorld, notFound: KubectlError): void {
  const [resource = "", prefix = ""] = context.args;
  const infos = find(context, { args: [resource], typeAlone: true, singleType: true }).infos();
  const matching = infos.filter((info) => info.name.startsWith(prefix));
  if (matching.length === 0) throw notFound;
  for (const info of matching) context.out(`${textOf(info, world)}\n`);
}
