import type { Event, KubeObject } from "@kubetick/core";
import { flags } from "../args.ts";
import { ALL_NAMESPACES_FLAGS, PRINT_FLAGS } from "../args-common.ts";
import type { Command, CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { eventInterval } from "../describe/events.ts";
import { parseTime } from "../print/duration.ts";
import { escapeTerminal } from "../print/escape.ts";
import { goTrim } from "../print/events.ts";
import { goSort } from "../print/go-sort.ts";
import { objectPrinter } from "../print/printer.ts";
import { TABLE_LAYOUT, TabWriter } from "../print/tab-writer.ts";
import { Mapper } from "../resources/index.ts";
import { followEvents } from "./get-watch.ts";

/** `kubectl events`. Source: kubectl/pkg/cmd/events/events.go. */
export const events: Command = {
  name: "events",
  flags: [
    ...PRINT_FLAGS,
    ...ALL_NAMESPACES_FLAGS,
    ...flags("--chunk-size=500", "--for=''", "--no-headers=false", "--types=[]", "-w, --watch=false"),
  ],
  run(context) {
    const types = context.flags.list("types").map((type) => type.toLowerCase());
    const about = subject(context);
    const print = eventPrinter(context);
    if (types.some((type) => type !== "normal" && type !== "warning")) {
      throw new KubectlError("valid --types are Normal or Warning");
    }
    const wanted = (event: Event) => types.length === 0 || types.includes((event.type ?? "").toLowerCase());
    const { items, resourceVersion } = list(context, about);
    if (context.flags.bool("watch"))
      return watch(context, print, items.filter(wanted), Number(resourceVersion), (event) => {
        return wanted(event) && isAbout(event, about);
      });
    const shown = items.filter(wanted);
    if (shown.length === 0) return context.err(noneFound(context));
    context.out(print(listOf(goSort(shown, (a, b) => timeOf(a) < timeOf(b)))));
  },
};

interface Subject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
}

/** Source: events.go decodeResourceTypeName. */
function subject(context: CommandContext): Subject | undefined {
  const about = context.flags.text("for");
  if (about === "") return undefined;
  const [type = "", name, ...more] = about.split("/");
  if (name === undefined) throw new KubectlError("--for must be in resource/name form");
  if (more.length > 0) throw new KubectlError("arguments in resource/name form may not have more than one slash");
  const { resource, version } = new Mapper(context).forArgument(type);
  return { kind: resource.kind, apiVersion: resource.group === "" ? version : `${resource.group}/${version}`, name };
}

function isAbout({ involvedObject }: Event, about: Subject | undefined): boolean {
  if (about === undefined) return true;
  const { kind, apiVersion, name } = involvedObject ?? {};
  return kind === about.kind && apiVersion === about.apiVersion && name === about.name;
}

function list(context: CommandContext, about: Subject | undefined) {
  const { flags, namespace, send } = context;
  const fieldSelector =
    about &&
    `involvedObject.kind=${about.kind},involvedObject.apiVersion=${about.apiVersion},involvedObject.name=${about.name}`;
  const body = send<{ items?: readonly Event[]; metadata?: { resourceVersion?: string } }>({
    verb: "list",
    resource: "events",
    ...(flags.bool("all-namespaces") ? {} : { namespace }),
    ...(fieldSelector === undefined ? {} : { options: { fieldSelector } }),
  });
  const items = (body.items ?? []).map((event) => ({ ...event, kind: "Event", apiVersion: "v1" }));
  return { items, resourceVersion: body.metadata?.resourceVersion ?? "0" };
}

function noneFound({ flags, namespace }: CommandContext): string {
  return flags.bool("all-namespaces") ? "No events found.\n" : `No events found in ${namespace} namespace.\n`;
}

function listOf(items: readonly Event[]): KubeObject {
  return { apiVersion: "v1", items, kind: "EventList", metadata: {} } as unknown as KubeObject;
}

/** Source: events.go eventTime. */
function timeOf({ series, lastTimestamp, eventTime }: Event): number {
  return parseTime(series ? series.lastObservedTime : lastTimestamp || eventTime) ?? Number.MIN_SAFE_INTEGER;
}

function eventPrinter(context: CommandContext): (object: KubeObject) => string {
  const { flags, host } = context;
  if (flags.text("output") !== "") {
    const printer = objectPrinter(flags.text("output"), {
      allowMissingKeys: flags.bool("allow-missing-template-keys"),
      showManagedFields: flags.bool("show-managed-fields"),
      template: flags.text("template"),
    });
    // Lists are not for the name printer; kubectl drops the error.
    const byName = flags.text("output") === "name";
    return (object) => (byName && "items" in object ? "" : printer.print(object));
  }
  const withNamespace = flags.bool("all-namespaces");
  const writer = new TabWriter(TABLE_LAYOUT);
  let headersDue = !flags.bool("no-headers");
  return (object) => {
    if (headersDue) writer.write(`${withNamespace ? "NAMESPACE\t" : ""}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    headersDue = false;
    const { items = [object as Event] } = object as KubeObject & { readonly items?: readonly Event[] };
    for (const event of items) writer.write(eventLine(event, host.now(), withNamespace));
    return writer.flush();
  };
}

/** Source: kubectl/pkg/cmd/events/event_printer.go printOneEvent. */
function eventLine(event: Event, now: number, withNamespace: boolean): string {
  const { kind = "", name = "" } = event.involvedObject ?? {};
  const cells = [event.type ?? "", event.reason ?? "", `${kind}/${name}`, goTrim(event.message ?? "")].map(
    escapeTerminal,
  );
  const namespace = withNamespace ? `${event.metadata.namespace ?? ""}\t` : "";
  return `${namespace}${eventInterval(event, now)}\t${cells.join("\t")}\n`;
}

/** Each event alone, the ones that are there first, in no other order than the server's. */
function watch(
  context: CommandContext,
  print: (object: KubeObject) => string,
  items: readonly Event[],
  since: number,
  wanted: (event: Event) => boolean,
): void {
  const namespace = context.flags.bool("all-namespaces") ? undefined : context.namespace;
  for (const event of items) context.out(print(event));
  followEvents(context, "events", since, ({ type, object }) => {
    const event = { ...object, kind: "Event", apiVersion: "v1" } as Event;
    if (type === "DELETED" || (namespace !== undefined && event.metadata.namespace !== namespace)) return;
    if (wanted(event)) context.out(print(event));
  });
}
