import type { KubeObject, Millis, WatchEvent } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import { isNotFound } from "../command-error.ts";
import { fetch, type Info } from "../resources/index.ts";

export type Seen = (type: WatchEvent["type"], object: KubeObject) => boolean;

/**
 * Shows one object as it is, and then each change of it while time passes, until `seen` says that it is enough.
 * Returns false where nothing more happened before `until`. Source: client-go/tools/watch/until.go UntilWithSync.
 */
export function watchObject(context: CommandContext, info: Info, until: Millis, seen: Seen): boolean {
  const { host } = context;
  const { resource } = info.resource;
  const key = info.namespace === "" ? info.name : `${info.namespace}/${info.name}`;
  let version = versionNow(context, info);
  const current = currentObject(context, info);
  if (current !== undefined) {
    version = Math.max(version, Number(current.metadata.resourceVersion ?? 0));
    if (seen("ADDED", current)) return true;
  }
  for (;;) {
    const more = host.proceed(until);
    for (const event of host.events(resource, version)) {
      version = Math.max(version, event.resourceVersion);
      if (event.key === key && seen(event.type, event.object)) return true;
    }
    if (!more) return false;
  }
}

function currentObject(context: CommandContext, info: Info): KubeObject | undefined {
  try {
    return fetch(context, info).object;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The version of the list that the object is in: what comes after it is news. */
function versionNow(context: CommandContext, info: Info): number {
  const list = context.send<KubeObject>({
    verb: "list",
    resource: info.resource.resource,
    ...(info.namespace !== "" && { namespace: info.namespace }),
    options: { fieldSelector: `metadata.name=${info.name}` },
  });
  return Number(list.metadata.resourceVersion ?? 0);
}
