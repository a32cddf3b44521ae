import { isLabelValue, isQualifiedName, type Taint } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";

export interface TaintChanges {
  readonly added: readonly Taint[];
  /** Without an effect, all taints of the key. */
  readonly removed: readonly Taint[];
}

/** Reads `key=value:Effect`, `key:Effect`, `key:Effect-` and `key-`. Source: pkg/cmd/taint/utils.go parseTaints. */
export function parseTaints(specs: readonly string[]): TaintChanges {
  const added: Taint[] = [];
  const removed: Taint[] = [];
  for (const spec of specs) {
    if (spec.endsWith("-")) {
      const { key, effect } = parseTaint(spec.slice(0, -1));
      removed.push({ key, effect });
      continue;
    }
    const taint = parseTaint(spec);
    if (taint.effect === "") throw new KubectlError(`invalid taint spec: ${spec}`);
    if (added.some((other) => other.key === taint.key && other.effect === taint.effect)) {
      throw new KubectlError(`duplicated taints with the same key and effect: ${goTaint(taint)}`);
    }
    added.push(taint);
  }
  return { added, removed };
}

function parseTaint(spec: string): Taint {
  const parts = spec.split(":");
  if (parts.length > 2) throw new KubectlError(`invalid taint spec: ${spec}`);
  const [pair = "", effect = ""] = parts;
  if (parts.length === 1) return checkKey({ key: pair, effect: "" }, spec);
  if (!["NoSchedule", "PreferNoSchedule", "NoExecute"].includes(effect)) {
    throw new KubectlError(`invalid taint effect: ${effect}, unsupported taint effect`);
  }
  const [key = "", value, ...more] = pair.split("=");
  if (more.length > 0) throw new KubectlError(`invalid taint spec: ${spec}`);
  const problems = value === undefined ? [] : isLabelValue(value);
  if (problems.length > 0) throw new KubectlError(`invalid taint spec: ${spec}, ${problems.join("; ")}`);
  return checkKey({ key, ...(value !== undefined && value !== "" && { value }), effect }, spec);
}

function checkKey(taint: Taint, spec: string): Taint {
  const problems = isQualifiedName(taint.key);
  if (problems.length > 0) throw new KubectlError(`invalid taint spec: ${spec}, ${problems.join("; ")}`);
  return taint;
}

/** As Go prints the struct. */
function goTaint({ key, value = "", effect }: Taint): string {
  return `{${key} ${value} ${effect} <nil>}`;
}
