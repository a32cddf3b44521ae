import type { Cluster } from "@kubetick/cluster";
import { atOnce } from "../transport/at-once.ts";
import type { Fetch } from "./request.ts";
import { fetchThrough } from "./through.ts";

/**
 * A `fetch` whose server is the cluster: each request is carried out at once, each watch tells of a change when it
 * happens. For a controller whose requests are to be steps of a run, see `ClientHost`.
 *
 * @example
 * const fetch = fetchHandler(cluster);
 * const response = await fetch("/api/v1/nodes?labelSelector=zone%3Da");
 * (await response.json()).items;
 */
export function fetchHandler(cluster: Cluster): Fetch {
  return fetchThrough(atOnce(cluster));
}
