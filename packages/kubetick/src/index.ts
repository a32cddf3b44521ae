export * from "@kubetick/cluster";
export * from "@kubetick/core";
export * from "@kubetick/kubectl";
export { differenceOf } from "./walkthrough/check.ts";
export type { Directives } from "./walkthrough/directives.ts";
export { type ConsoleCommand, type Part, parseWalkthrough, WalkthroughError } from "./walkthrough/document.ts";
export { type Played, type PlayerOptions, playWalkthrough } from "./walkthrough/player.ts";
