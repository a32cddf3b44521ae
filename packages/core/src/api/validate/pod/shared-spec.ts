import type { PodSpec } from "../../../kubernetes/types.ts";

/**
 * What the pods of one template do not share. A pod of a DaemonSet differs in its affinity, and after it is bound in its
 * node; the rest is the same objects as in the pods before it, and need not be looked at again.
 */
const OWN: ReadonlySet<string> = new Set(["affinity", "tolerations", "nodeName"]);

/** True where two specs are made of the same objects, but for their affinity, tolerations and node. */
export function differsOnlyInOwn(spec: PodSpec, other: PodSpec): boolean {
  return sharesAllWith(spec, other) && sharesAllWith(other, spec);
}

function sharesAllWith(spec: PodSpec, other: PodSpec): boolean {
  for (const name of Object.keys(spec) as (keyof PodSpec)[]) {
    if (spec[name] !== other[name] && !OWN.has(name)) return false;
  }
  return true;
}
