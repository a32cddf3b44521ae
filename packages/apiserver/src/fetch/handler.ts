import type { Cluster } from "@kubetick/cluster";
import type { HttpAnswer } from "../exchange.ts";
import { JSON_HEADERS } from "../http/answer.ts";
import { serve } from "../serve.ts";
import { lineOf, type WatchSession } from "../watch/session.ts";
import { type Fetch, httpRequestOf } from "./request.ts";

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
  return async (input, init) => {
    const { request, signal } = await httpRequestOf(input, init);
    signal.throwIfAborted();
    const served = serve(cluster, request);
    return "answer" in served ? responseOf(served.answer) : watchResponse(cluster, served.watch, signal);
  };
}

/** An answer as `fetch` hands it back. */
export function responseOf({ status, headers, body }: HttpAnswer): Response {
  return new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
}

function watchResponse(cluster: Cluster, session: WatchSession, signal: AbortSignal): Response {
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stop = follow(cluster, session, {
        tell: (text) => controller.enqueue(new TextEncoder().encode(text)),
        end: () => controller.close(),
      });
      signal.addEventListener("abort", () => {
        stop();
        controller.error(signal.reason);
      });
    },
    cancel: () => stop(),
  });
  return new Response(body, { status: 200, headers: JSON_HEADERS.map(([name, value]) => [name, value]) });
}

interface Sink {
  tell(text: string): void;
  end(): void;
}

/** Tells what there is, and then what changes, until the watch ends or the returned function is called. */
function follow(cluster: Cluster, session: WatchSession, sink: Sink): () => void {
  let stopped = false;
  const look = () => {
    if (stopped) return;
    session.look(cluster.state);
    for (let news = session.take(); news !== undefined; news = session.take()) sink.tell(lineOf(news));
    if (!session.ended) return;
    stop();
    sink.end();
  };
  // The clock is still where it was when a tick is told.
  const lookSoon = () => queueMicrotask(look);
  const unwatch = cluster.api.watch(session.request.resource.resource, look);
  cluster.on("tick", lookSoon);
  const stop = () => {
    stopped = true;
    unwatch();
    cluster.off("tick", lookSoon);
  };
  look();
  return stop;
}
