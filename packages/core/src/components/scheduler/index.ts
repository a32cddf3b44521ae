import type { Component } from "../../machine/component.ts";
import { onEvent } from "./events.ts";
import { SCHEDULER } from "./say.ts";
import { schedule } from "./schedule.ts";

/** Gives pods without a node one. Source: pkg/scheduler. The rules: RULES.md. */
export const defaultScheduler: Component = {
  name: SCHEDULER,
  watches: ["nodes", "pods"],
  onEvent,
  reconcile: schedule,
};
