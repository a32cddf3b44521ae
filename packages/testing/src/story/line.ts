import type { ApiRequest, KubeObject } from "@kubetick/core";
import { get } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { requestInWords } from "./request.ts";

/** A step of a run in words; undefined where nothing that can be seen happens. */
export function lineOf(run: Run, world: World, choice: Choice): string | undefined {
  switch (choice.do) {
    case "sync":
    case "rest":
    case "time":
      return undefined;
    case "proceed": {
      const request = run.system.pendingOf(world, run.system.indexOf(choice.component));
      return request && requestLine(run, world, choice.component, request);
    }
    case "hear":
      return `${choice.component} hears of a change of ${choice.resource} that it had missed`;
    case "act":
      return run.describeAct(world, choice);
    case "staleCache":
      return `${choice.component} hears nothing of ${choice.resource} from now on`;
    case "controllerCrash":
      return `${choice.component} crashes, and forgets what it expected`;
    case "requestTimeout":
      return `${waiting(run, world, choice.component)} gets no answer; ${choice.written ? "it has been carried out" : "nothing has been done"}`;
    case "conflict":
      return `${waiting(run, world, choice.component)} is refused: somebody else has been quicker`;
    case "twoLeaders":
      return `a second ${choice.component} believes that it leads`;
    case "stepDown":
      return `${choice.component} steps down`;
    case "nodeFailure":
      return `the machine of ${choice.node} loses its power`;
    case "clockSkew":
      return `the clock of ${choice.node} is set ${Math.abs(choice.by) / 1000} s ${choice.by > 0 ? "ahead" : "back"}`;
    case "nodeRecovery":
      return `the machine of ${choice.node} has power again`;
    case "slowNode":
      return `the machine of ${choice.node} becomes slow: it takes ${choice.by} times as long`;
    case "slowNodeRecovery":
      return `the machine of ${choice.node} is as fast as before`;
  }
}

function waiting(run: Run, world: World, component: string): string {
  const request = run.system.pendingOf(world, run.system.indexOf(component));
  return request === undefined ? component : `${component}, which ${done(run, world, request)},`;
}

function requestLine(run: Run, world: World, component: string, request: ApiRequest): string {
  return `${component} ${done(run, world, request)}`;
}

function done(run: Run, world: World, request: ApiRequest): string {
  return requestInWords(
    request,
    (resource, key) => get(run.system.tableOf(world, resource).objects, key) as KubeObject | undefined,
  );
}
