import type { Cluster } from "@kubetick/cluster";
import { JSON_HEADERS } from "../http/answer.ts";
import { serve } from "../serve.ts";
import { lineOf, type WatchSession } from "../watch/session.ts";
import type { Stream, Transport } from "./transport.ts";

/** A server that carries out each request at once, and tells each watch of a change when it happens. */
export function atOnce(cluster: Cluster): Transport {
  return {
    receive(request, reply) {
      const served = serve(cluster, request);
      if ("watch" in served) return follow(cluster, served.watch, reply.open({ status: 200, headers: JSON_HEADERS }));
      reply.answer(served.answer);
      return () => {};
    },
  };
}

/** Tells what there is, and then what changes, until the watch ends or the returned function is called. */
function follow(cluster: Cluster, session: WatchSession, stream: Stream): () => void {
  let stopped = false;
  const look = () => {
    if (stopped) return;
    session.look(cluster.state);
    for (const news of session.take()) stream.write(lineOf(news));
    if (!session.ended) return;
    stop();
    stream.end();
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
