import type { ApiRequest, ApiResponse, ClusterState } from "@kubetick/core";

/** What the API is served of: a `Cluster`, or anything else that holds a state and changes it by requests. */
export interface Backend {
  readonly state: ClusterState;
  request(request: ApiRequest): ApiResponse;
}

/** An HTTP request as plain data. */
export interface HttpRequest {
  /** In upper case: `GET`, `POST`, `PUT`, `PATCH`, `DELETE`. */
  readonly method: string;
  /** Path and query, still encoded: `/api/v1/pods?limit=1`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where there is none. */
  readonly body: string;
}

/** An HTTP response as plain data. */
export interface HttpAnswer {
  readonly status: number;
  /** A header that comes more than once is given more than once. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}
