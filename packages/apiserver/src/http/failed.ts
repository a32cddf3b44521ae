import type { Status } from "@kubetick/core";

/** Ends the handling of a request with a `Status`. Thrown and caught within this package alone. */
export class Failed extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? "");
    this.status = status;
  }
}
