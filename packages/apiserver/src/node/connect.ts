import type { Agent } from "node:http";
import { Cluster } from "@kubetick/cluster";
import { ClientHost } from "../host/client-host.ts";
import { atOnce } from "../transport/at-once.ts";
import { agentThrough } from "./agent.ts";
import { dispatcherThrough } from "./dispatcher.ts";

/** A `KubeConfig` of @kubernetes/client-node, 1.x or 2.x, as far as `connect` knows it. */
export interface KubeConfigLike {
  loadFromClusterAndUser(
    cluster: { name: string; server: string; skipTLSVerify: boolean },
    user: { name: string },
  ): void;
}

/** What the library asks of a `KubeConfig` before it sends a request. */
interface Connected {
  /** Of all requests of the typed APIs; in 2.x of watches, too. */
  applySecurityAuthentication(context: RequestContextLike): Promise<void>;
  /** Of watches in 1.x. */
  applyToFetchOptions(options: object): Promise<object>;
  /** Of `Exec`, `Attach`, `PortForward`. */
  applyToHTTPSOptions(options: object): Promise<void>;
}

interface RequestContextLike {
  /** In 1.x, where node-fetch sends the requests. */
  setAgent?(agent: Agent): void;
  /** In 2.x, where undici does. */
  setDispatcher?(dispatcher: object): void;
}

/** Where the requests seem to go to. */
const SERVER = "http://kubetick";

/**
 * Lets everything that is made from a `KubeConfig` of @kubernetes/client-node talk to a cluster in this process: typed
 * APIs, watches, informers. With a `ClientHost` each request waits until it is answered; with a `Cluster` it is at once.
 *
 * @example
 * const kc = connect(new KubeConfig(), new ClientHost(cluster));
 * kc.makeApiClient(CoreV1Api);
 * makeInformer(kc, "/api/v1/nodes", () => api.listNode());
 */
export function connect<T extends KubeConfigLike>(kubeConfig: T, to: ClientHost | Cluster): T {
  const transport = to instanceof Cluster ? atOnce(to) : to;
  const agent = agentThrough(transport);
  const dispatcher = dispatcherThrough(transport);
  kubeConfig.loadFromClusterAndUser(
    { name: "kubetick", server: SERVER, skipTLSVerify: true },
    { name: to instanceof ClientHost ? to.name : "client" },
  );
  const connected: Connected = {
    async applySecurityAuthentication(context) {
      if (context.setDispatcher !== undefined) context.setDispatcher(dispatcher);
      else context.setAgent?.(agent);
    },
    applyToFetchOptions: async (options) => ({ ...options, agent }),
    async applyToHTTPSOptions() {
      throw new Error("exec, attach and port-forward are not served: containers are only simulated");
    },
  };
  return Object.assign(kubeConfig, connected);
}
