import type { Status } from "../kubernetes/types.ts";

/** Ends a request with a `Status`. Thrown and caught within the API alone: callers of `handle` get a response. */
export class Refused extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? "");
    this.status = status;
  }
}

export function isStatus(body: unknown): body is Status {
  if (typeof body !== "object" || body === null) return false;
  const { kind, status } = body as Partial<Status>;
  return kind === "Status" && (status === "Failure" || status === "Success");
}
