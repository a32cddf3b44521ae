import { type ApiResource, apiVersionOf } from "@kubetick/core";
import { flags } from "../args.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError, usageError } from "../command-error.ts";
import { TABLE_LAYOUT, TabWriter } from "../print/tab-writer.ts";
import { discover } from "../resources/index.ts";

/** Source: pkg/cmd/apiresources/apiresources.go. */
export const apiResources: Command = {
  name: "api-resources",
  flags: flags(
    "--api-group=''",
    "--cached=false",
    "--categories=[]",
    "--namespaced=true",
    "--no-headers=false",
    "-o, --output=''",
    "--show-managed-fields=false",
    "--sort-by=''",
    "--verbs=[]",
  ),
  run(context) {
    if (context.args.length > 0) throw usageError(context.path, `unexpected arguments: [${context.args.join(" ")}]`);
    const output = context.flags.text("output");
    if (!["", "wide", "name"].includes(output)) throw new KubectlError(`--output ${output} is not available`);
    const sortBy = context.flags.text("sort-by");
    if (!["", "name", "kind"].includes(sortBy)) throw new KubectlError("--sort-by accepts only name or kind");
    const resources = sorted(
      discover(context).filter((resource) => chosen(context, resource)),
      sortBy,
    );
    if (output === "name") {
      for (const { resource } of resources) context.out(`${resource}\n`);
      return;
    }
    const table = new TabWriter(TABLE_LAYOUT);
    const wide = output === "wide";
    if (!context.flags.bool("no-headers")) table.write(header(wide));
    for (const resource of resources) table.write(row(resource, wide));
    context.out(table.flush());
  },
};

function chosen({ flags: given }: CommandContext, { group, namespaced, categories, verbs }: ApiResource): boolean {
  if (given.changed("api-group") && given.text("api-group") !== group) return false;
  if (given.changed("namespaced") && given.bool("namespaced") !== namespaced) return false;
  return (
    given.list("verbs").every((verb) => verbs.includes(verb)) &&
    given.list("categories").every((c) => categories.includes(c))
  );
}

function sorted(resources: readonly ApiResource[], by: string): readonly ApiResource[] {
  const keyOf = (r: ApiResource) => (by === "kind" ? [r.kind] : by === "name" ? [r.plural] : [r.group, r.plural]);
  return [...resources].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    const at = left.findIndex((part, i) => part !== right[i]);
    return at < 0 ? 0 : (left[at] as string) < (right[at] as string) ? -1 : 1;
  });
}

function header(wide: boolean): string {
  const names = ["NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND", ...(wide ? ["VERBS", "CATEGORIES"] : [])];
  return `${names.join("\t")}\n`;
}

function row(r: ApiResource, wide: boolean): string {
  const cells = [r.plural, r.shortNames.join(","), apiVersionOf(r.group, r.version), String(r.namespaced), r.kind];
  return `${[...cells, ...(wide ? [r.verbs.join(","), r.categories.join(",")] : [])].join("\t")}\n`;
}
