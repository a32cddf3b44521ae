import { type ApiResponse, isFailure, type Status } from "@kubetick/core";

/** A failure of a command. `message` is Go's `err.Error()`, without any prefix. */
export class KubectlError extends Error {
  override name = "KubectlError";
  readonly exitCode: number = 1;
}

/** A failure whose message is printed as it is, without `error: `. */
export class PlainFailure extends KubectlError {
  override name = "PlainFailure";
}

/** A failure that the API server answered. */
export class StatusError extends KubectlError {
  override name = "StatusError";
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? "");
    this.status = status;
  }
}

/** Several failures of one command. */
export class AggregateFailure extends KubectlError {
  override name = "AggregateFailure";
  readonly errors: readonly KubectlError[];

  constructor(errors: readonly KubectlError[]) {
    const messages = [...new Set(errors.map((error) => error.message))];
    super(messages.length === 1 ? (messages[0] ?? "") : `[${messages.join(", ")}]`);
    this.errors = errors;
  }
}

/** Ends a command with exit code 1 and no further word. */
export class SilentExit extends KubectlError {
  override name = "SilentExit";
}

/** What `kubectl help` should be asked about. Source: pkg/cmd/util UsageErrorf. */
export function usageError(path: string, message: string): KubectlError {
  return new KubectlError(`${message}\nSee '${path} -h' for help and examples`);
}

/** Throws what the server refused; returns the body otherwise. */
export function checked<T>(response: ApiResponse): T {
  if (isFailure(response)) throw new StatusError(response.body as Status);
  return response.body as T;
}

export function isNotFound(error: unknown): boolean {
  return error instanceof StatusError && error.status.reason === "NotFound";
}

export function isConflict(error: unknown): boolean {
  return error instanceof StatusError && error.status.reason === "Conflict";
}

/** The same failure, saying what was being done with which source. Source: pkg/cmd/util AddSourceToErr. */
export function withSource(verb: string, source: string | undefined, error: unknown): unknown {
  if (source === undefined || source === "" || !(error instanceof KubectlError)) return error;
  const message = `error when ${verb} ${JSON.stringify(source)}: ${error.message}`;
  return error instanceof StatusError ? new StatusError({ ...error.status, message }) : new KubectlError(message);
}

/** What kubectl writes to stderr when a command ends with this failure. Source: pkg/cmd/util checkErr. */
export function failureText(failure: KubectlError): string {
  let error = failure;
  if (error instanceof AggregateFailure && error.errors.length === 1) error = error.errors[0] ?? error;
  if (error instanceof SilentExit) return "";
  return ended(checkErr(error));
}

function checkErr(error: KubectlError): string {
  if (error instanceof PlainFailure) return error.message;
  if (error instanceof StatusError && error.status.reason === "Invalid") return invalidText(error.status);
  if (error instanceof AggregateFailure) return error.errors.map((e) => `${messageOf(e)}\n`).join("");
  const standard = standardMessage(error);
  if (standard !== undefined) return standard;
  return error.message.startsWith("error: ") ? error.message : `error: ${error.message}`;
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

function standardMessage(error: KubectlError): string | undefined {
  if (!(error instanceof StatusError)) return undefined;
  const { reason, message = "" } = error.status;
  if (reason === "Unauthorized") return `error: You must be logged in to the server (${message})`;
  return reason ? `Error from server (${reason}): ${message}` : `Error from server: ${message}`;
}

/** Source: pkg/cmd/util messageForError. */
export function messageOf(error: KubectlError): string {
  return standardMessage(error) ?? error.message;
}

function invalidText(status: Status): string {
  const { details, message = "" } = status;
  let text = "The request is invalid";
  if (details === undefined) return message === "" ? text : `${text}: ${message}`;
  const causes = [...new Set((details.causes ?? []).map((c) => `${c.field ?? ""}: ${c.message ?? ""}`))];
  if (details.kind || details.name) text = `The ${details.kind ?? ""} ${JSON.stringify(details.name ?? "")} is invalid`;
  else if (message !== "" && causes.length === 0) text += `: ${message}`;
  if (causes.length === 0) return text;
  return causes.length === 1 ? `${text}: ${causes[0]}\n` : `${text}: \n${causes.map((c) => `* ${c}\n`).join("")}`;
}
