import type { DaemonSet } from "../../kubernetes/types.ts";
import { parseIntError } from "../go-text.ts";
import type { KubeObject } from "../request.ts";

const TEMPLATE_GENERATION = "deprecated.daemonset.template.generation";

/**
 * What goes wrong on the way from the version of the API to the server's internal one. Only a DaemonSet can fail there:
 * its template generation is an annotation outside, and a number inside.
 * Source: pkg/apis/apps/v1/conversion.go Convert_v1_DaemonSet_To_apps_DaemonSet.
 */
export function versionError(object: KubeObject): string | undefined {
  if (object.kind !== "DaemonSet" || object.apiVersion !== "apps/v1") return undefined;
  const { annotations } = (object as DaemonSet).metadata;
  if (!annotations || !Object.hasOwn(annotations, TEMPLATE_GENERATION)) return undefined;
  return parseIntError(annotations[TEMPLATE_GENERATION] ?? "");
}
