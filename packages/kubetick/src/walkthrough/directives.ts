import type { Duration, Images, JoiningNode } from "@kubetick/cluster";
import { WalkthroughError } from "./document.ts";

/** What a walkthrough does besides kubectl's commands, in the order of writing. */
export interface Directives {
  /** Starts anew, with a cluster of so many nodes, or one like Docker Desktop's. */
  readonly cluster?: number | "docker-desktop";
  /** How containers behave from now on. */
  readonly images?: Images;
  /** Lets time pass. */
  readonly advance?: Duration;
  /** Lets time pass until only what is periodic or far off is left. */
  readonly settle?: true;
  readonly addNode?: string | JoiningNode;
  readonly removeNode?: string;
  readonly failNode?: string;
  readonly recoverNode?: string;
  /** What the next `kubectl edit` changes in its editor: each text is replaced by another, once. */
  readonly edit?: Readonly<Record<string, string>>;
}

const NAMES: ReadonlySet<string> = new Set([
  "cluster",
  "images",
  "advance",
  "settle",
  "addNode",
  "removeNode",
  "failNode",
  "recoverNode",
  "edit",
]);

export function checkDirectives(value: unknown): Directives {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new WalkthroughError(`directives are "name: value", not ${JSON.stringify(value)}`);
  for (const name of Object.keys(value)) {
    if (!NAMES.has(name))
      throw new WalkthroughError(`there is no directive "${name}"; there are: ${[...NAMES].join(", ")}`);
  }
  return value as Directives;
}
