import type { KubeObject } from "@kubetick/core";
import { groupKind } from "./kinds.ts";

/** `pod/name`, `daemonset.apps/name`. Source: cli-runtime/pkg/printers/name.go. */
export function objectName(object: KubeObject): string {
  const kind = groupKind(object.kind ?? "", object.apiVersion ?? "");
  const dot = kind.indexOf(".");
  const lower = dot < 0 ? kind.toLowerCase() : kind.slice(0, dot).toLowerCase() + kind.slice(dot);
  return `${lower}/${object.metadata.name || "<unknown>"}`;
}
