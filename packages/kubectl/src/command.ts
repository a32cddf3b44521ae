import type { ApiRequest } from "@kubetick/core";
import type { Flag, ParsedArgs } from "./args.ts";
import { checked, KubectlError } from "./command-error.ts";
import type { KubectlHost } from "./host.ts";

/** What a command gets: the world, and its command line. */
export interface CommandContext {
  readonly host: KubectlHost;
  /** `kubectl rollout status`. */
  readonly path: string;
  readonly flags: ParsedArgs;
  /** The words that are no flags, without the command's own. */
  readonly args: readonly string[];
  /** `--namespace`, or `default`. */
  readonly namespace: string;
  /** Whether `--namespace` was given: objects in files must then agree with it. */
  readonly enforceNamespace: boolean;
  /** Writes to stdout, as it is. */
  out(text: string): void;
  /** Writes to stderr, as it is. */
  err(text: string): void;
  /** Writes `Warning: …` to stderr, the same warning once only. */
  warn(text: string): void;
  /** Sends a request as kubectl; prints the server's warnings. @throws StatusError where the server refuses. */
  send<T>(request: ApiRequest): T;
}

export interface Command {
  readonly name: string;
  readonly flags: readonly Flag[];
  /** @throws KubectlError where the command fails. */
  run(context: CommandContext): void;
}

/** A command that only has commands: `rollout`, `set`. */
export interface CommandGroup {
  readonly name: string;
  readonly short: string;
  readonly commands: readonly Command[];
  /** What it does by itself: `create -f`. */
  readonly self?: Command;
}

export type CommandEntry = Command | CommandGroup;

/** Warnings are printed once each. Source: client-go/rest/warnings.go. */
export function warner(err: (text: string) => void): CommandContext["warn"] {
  const seen = new Set<string>();
  return (text) => {
    if (!seen.has(text)) err(`Warning: ${text}\n`);
    seen.add(text);
  };
}

export function sender(host: KubectlHost, warn: CommandContext["warn"]): CommandContext["send"] {
  return <T>(request: ApiRequest): T => {
    // Source: client-go/rest/request.go Request.Name.
    if (request.name === "") throw new KubectlError("resource name may not be empty");
    const response = host.request({ by: "kubectl", ...request });
    for (const warning of response.warnings ?? []) warn(warning);
    return checked<T>(response);
  };
}
