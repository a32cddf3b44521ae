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

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isMap = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

interface Rule {
  readonly holds: (value: unknown) => boolean;
  /** What the directive wants, in words. */
  readonly wants: string;
}

const NODE_NAME: Rule = { holds: isText, wants: "a node's name" };

const RULES: Readonly<Record<keyof Directives, Rule>> = {
  cluster: {
    holds: (value) => value === "docker-desktop" || (Number.isSafeInteger(value) && (value as number) >= 0),
    wants: "a number of nodes, or docker-desktop",
  },
  images: { holds: isMap, wants: "the behaviour of each image" },
  advance: { holds: (value) => isText(value) || typeof value === "number", wants: 'a time span such as "30s"' },
  settle: { holds: (value) => value === true, wants: "true" },
  addNode: { holds: (value) => isText(value) || isMap(value), wants: "a node's name, or a node with a name" },
  removeNode: NODE_NAME,
  failNode: NODE_NAME,
  recoverNode: NODE_NAME,
  edit: { holds: isMap, wants: "the texts to replace, each with another" },
};

/** @throws WalkthroughError where the value is no directives */
export function checkDirectives(value: unknown): Directives {
  if (!isMap(value)) throw new WalkthroughError(`directives are "name: value", not ${JSON.stringify(value)}`);
  for (const [name, given] of Object.entries(value as object)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name as keyof Directives] : undefined;
    if (rule === undefined)
      throw new WalkthroughError(`there is no directive "${name}"; there are: ${Object.keys(RULES).join(", ")}`);
    if (!rule.holds(given))
      throw new WalkthroughError(`the directive "${name}" wants ${rule.wants}, not ${JSON.stringify(given)}`);
  }
  return value as Directives;
}
