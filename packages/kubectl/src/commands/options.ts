import { formatTime, type RequestOptions } from "@kubetick/core";
import { parseBool } from "../args-values.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";

export type DryRun = "none" | "client" | "server";

/** Source: pkg/cmd/util GetDryRunStrategy. */
export function dryRunOf(context: CommandContext): DryRun {
  const value = context.flags.text("dry-run");
  const flag = parseBool(value);
  if (flag !== undefined) {
    const instead = flag ? "client" : "none";
    const replaced = flag ? 727 : 730;
    logWarning(
      context,
      replaced,
      `--dry-run=${value} is deprecated (boolean value) and can be replaced with --dry-run=${instead}.`,
    );
    return instead;
  }
  if (value === "unchanged") {
    logWarning(context, 714, "--dry-run is deprecated and can be replaced with --dry-run=client.");
    return "client";
  }
  if (value === "client" || value === "server" || value === "none") return value;
  throw new KubectlError(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

/** As klog writes it; the process number is always 1. */
function logWarning(context: CommandContext, line: number, text: string): void {
  const [, month, day, time] = /-(\d\d)-(\d\d)T(.*)Z/.exec(formatTime(context.host.now())) ?? [];
  context.err(`W${month}${day} ${time}.000000       1 helpers.go:${line}] ${text}\n`);
}

/** Source: pkg/cmd/util GetValidationDirective. */
export function validationOf(context: CommandContext): "Strict" | "Warn" | "Ignore" {
  const value = context.flags.text("validate");
  const flag = parseBool(value);
  if (flag !== undefined) return flag ? "Strict" : "Ignore";
  if (value === "strict") return "Strict";
  if (value === "warn") return "Warn";
  if (value === "ignore") return "Ignore";
  throw new KubectlError(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}

/** Source: pkg/cmd/delete parseCascadingFlag. */
export function cascadeOf(context: CommandContext): "Background" | "Foreground" | "Orphan" {
  const value = context.flags.text("cascade");
  const flag = parseBool(value);
  if (flag !== undefined) {
    const instead = flag ? "background" : "orphan";
    const text = `--cascade=${value} is deprecated (boolean value) and can be replaced with --cascade=${instead}.`;
    context.err(`warning: ${text}\n`);
    return flag ? "Background" : "Orphan";
  }
  if (value === "background") return "Background";
  if (value === "foreground") return "Foreground";
  if (value === "orphan") return "Orphan";
  throw new KubectlError(`invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`);
}

/** The options of a request that writes. */
export function writeOptions(
  dryRun: DryRun,
  fieldValidation?: RequestOptions["fieldValidation"],
): { options?: RequestOptions } {
  const options = {
    ...(dryRun === "server" && { dryRun: ["All"] }),
    ...(fieldValidation !== undefined && { fieldValidation }),
  };
  return Object.keys(options).length === 0 ? {} : { options };
}

/** `-f` and its companions. @throws KubectlError for `-k`, which is not simulated. */
export function filesOf(context: CommandContext): readonly string[] {
  if (context.flags.text("kustomize") !== "") {
    if (context.flags.list("filename").length > 0) throw new KubectlError("only one of -f or -k can be specified");
    throw new KubectlError("kustomize (-k) is not simulated");
  }
  return context.flags.list("filename");
}
