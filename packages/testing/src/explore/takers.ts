import type { Choice } from "../world/index.ts";

/** Whose turn a choice is, for fairness: a component's, an informer's, the clock's. People and faults need have none. */
export function takerOf(choice: Choice): string {
  switch (choice.do) {
    case "sync":
    case "proceed":
      return choice.component;
    case "hear":
      return `${choice.component} hears of ${choice.resource}`;
    case "time":
      return "the clock";
    case "stepDown":
      return `${choice.component} steps down`;
    default:
      return "";
  }
}
