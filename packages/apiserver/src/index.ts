export type { Backend, HttpAnswer, HttpRequest } from "./exchange.ts";
export { fetchHandler } from "./fetch/handler.ts";
export type { Fetch, FetchInput } from "./fetch/request.ts";
export { type Served, serve } from "./serve.ts";
export type { WatchRequest } from "./watch/request.ts";
export { type WatchNews, WatchSession } from "./watch/session.ts";
