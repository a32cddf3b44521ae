import type { Container, EnvVar } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";

/** Source: pkg/cmd/set/helper.go updateEnv. @throws KubectlError where a value would be overwritten and must not be. */
export function withEnv(
  container: Container,
  env: readonly EnvVar[],
  removed: readonly string[],
  overwrite: boolean,
): Container {
  const old = container.env ?? [];
  if (!overwrite) refuseOverwrite(old, env);
  const covered = new Set(removed);
  const next: EnvVar[] = [];
  for (const variable of old) {
    if (covered.has(variable.name)) continue;
    const newer = env.find((e) => e.name === variable.name);
    if (newer !== undefined) covered.add(variable.name);
    next.push(newer ?? variable);
  }
  for (const variable of env) {
    if (covered.has(variable.name)) continue;
    covered.add(variable.name);
    next.push(variable);
  }
  const { env: _, ...others } = container;
  return next.length === 0 ? others : { ...others, env: next };
}

function refuseOverwrite(old: readonly EnvVar[], env: readonly EnvVar[]): void {
  for (const variable of env) {
    const current = old.find((o) => o.name === variable.name);
    if (current === undefined || (current.value ?? "") === (variable.value ?? "")) continue;
    throw new KubectlError(`'${current.name}' already has a value (${current.value ?? ""}), and --overwrite is false`);
  }
}

/** Whether a container's name fits `-c`, where `*` stands for anything. Source: pkg/cmd/set/helper.go selectString. */
export function matchesName(name: string, pattern: string): boolean {
  if (pattern === "*") return true;
  if (!pattern.includes("*")) return name === pattern;
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(name);
}
