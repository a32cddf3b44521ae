import {
  fieldSelectorMatcher,
  type KubeObject,
  labelSelectorTextMatcher,
  type Millis,
  type WatchEvent,
} from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { isNotFound, KubectlError } from "../command-error.ts";
import { itemsOf } from "../print/printer.ts";
import { TABLE_LAYOUT, TabWriter } from "../print/tab-writer.ts";
import { TablePrinter } from "../print/table-printer.ts";
import { find, type Info } from "../resources/index.ts";
import { findOptions, isTable, printerOf, tableOf, tableOptions } from "./get.ts";

/** How long a watch lasts where `--request-timeout` says nothing: a real one lasts until someone interrupts it. */
export const WATCH_BOUND: Millis = 60_000;

/** `get --watch`: prints what there is, then each change, while virtual time passes. Source: get.go watch. */
export function watch(context: CommandContext): void {
  const { flags, err, out } = context;
  if (flags.text("sort-by") !== "") err(sortWarning(flags.bool("watch")));
  const info = subject(context);
  if (info?.object === undefined) return;
  const print = changePrinter(context, info);
  const eventType = flags.bool("output-watch-events") ? "ADDED" : undefined;
  if (!flags.bool("watch-only"))
    out(
      itemsOf(info.object)
        .map((item) => print.add(item, eventType))
        .join("") + print.flush(),
    );
  const matches = matcher(context, info);
  followEvents(context, info.resource.resource, Number(info.object.metadata.resourceVersion ?? 0), (event) => {
    const change = asSeen(event, matches);
    if (change === undefined) return;
    out(print.add(change.object, flags.bool("output-watch-events") ? change.type : undefined) + print.flush());
  });
}

/**
 * Lets time pass, and shows every event of a resource since a version, as far as `--request-timeout` (`WATCH_BOUND` where
 * there is none) or until nothing more happens.
 */
export function followEvents(
  { flags, host }: CommandContext,
  resource: string,
  since: number,
  show: (event: WatchEvent) => void,
): void {
  const until = host.now() + (flags.duration("request-timeout") || WATCH_BOUND);
  let version = since;
  let more = true;
  do {
    for (const event of host.events(resource, version)) {
      version = Math.max(version, event.resourceVersion);
      show(event);
    }
    more = more && host.proceed(until);
  } while (more || host.events(resource, version).length > 0);
}

function sortWarning(isWatch: boolean): string {
  return isWatch
    ? "warning: --watch requested, --sort-by will be ignored for watch events received\n"
    : "warning: --watch-only requested, --sort-by will be ignored\n";
}

function subject(context: CommandContext): Info | undefined {
  try {
    return find(context, { ...findOptions(context), singleType: true, flatten: false }).infos()[0];
  } catch (error) {
    if (isNotFound(error) && context.flags.bool("ignore-not-found")) return undefined;
    throw error;
  }
}

interface ChangePrinter {
  /** What can be printed at once; tables wait for `flush`. */
  add(object: KubeObject, eventType: string | undefined): string;
  flush(): string;
}

function changePrinter(context: CommandContext, info: Info): ChangePrinter {
  if (!isTable(context)) {
    const printer = printerOf(context);
    return { add: (object, type) => printer.print(object, type), flush: () => "" };
  }
  const writer = new TabWriter(TABLE_LAYOUT);
  const withNamespace = context.flags.bool("all-namespaces");
  const kindPrefix = undefined;
  const printer = new TablePrinter(writer, { ...tableOptions(context), withNamespace, kindPrefix });
  return {
    add(object, type) {
      printer.print(tableOf({ ...info, object }, context.host.now()), type);
      return "";
    },
    flush: () => writer.flush(),
  };
}

type Matches = (object: KubeObject) => boolean;

function matcher({ flags }: CommandContext, { namespace, name, resource }: Info): Matches {
  const byLabels = orFail(labelSelectorTextMatcher(flags.text("selector")));
  const byFields = orFail(fieldSelectorMatcher(resource.resource, flags.text("field-selector")));
  return (object) => {
    const { metadata } = object;
    if (namespace !== "" && metadata.namespace !== namespace) return false;
    return (name === "" || metadata.name === name) && byLabels(metadata.labels) && byFields(object);
  };
}

function orFail<T>(matcher: T | string): T {
  if (typeof matcher === "string") throw new KubectlError(matcher);
  return matcher;
}

/** An object that starts or ceases to match is added or deleted, for the one who watches. */
function asSeen(event: WatchEvent, matches: Matches): { type: string; object: KubeObject } | undefined {
  const { type, object, old } = event;
  const is = type !== "DELETED" && matches(object);
  const was = type === "DELETED" ? matches(object) : old !== undefined && matches(old);
  if (is) return { type: was ? "MODIFIED" : "ADDED", object };
  return was ? { type: "DELETED", object } : undefined;
}
