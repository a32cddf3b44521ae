export { fetchHandler } from "./fetch/handler.ts";
export type { Fetch, FetchInput } from "./fetch/request.ts";
export { fetchThrough } from "./fetch/through.ts";
export {
  type Answered,
  ClientHost,
  type ClientHostOptions,
  type OpenWatch,
  type PendingRequest,
} from "./host/client-host.ts";
export type { Described } from "./host/described.ts";
export type { Fault } from "./host/faults.ts";
export { advanceWithClients, type SettleWithClientsOptions, settleWithClients } from "./host/settle.ts";
export type { ClientTimer } from "./host/virtual-timers.ts";
export { type Served, serve } from "./serve.ts";
export { atOnce } from "./transport/at-once.ts";
export type { Backend, HttpAnswer, HttpRequest } from "./transport/exchange.ts";
export type { Reply, Stream, Transport } from "./transport/transport.ts";
export type { WatchRequest } from "./watch/request.ts";
export { type WatchNews, WatchSession } from "./watch/session.ts";
