import type { PendingRequest } from "@kubetick/apiserver";
import type { Action } from "@kubetick/core";
import type { ActChoice } from "../../world/index.ts";
import type { ClientChoice, ClientFaultChoice } from "../choice.ts";
import type { Hosted } from "../hosted.ts";
import { askedIn, doneIn, faultIn, newsIn, plural, refusal } from "../words.ts";
import type { Stage } from "./stage.ts";

/** Lets something happen, and tells it. */
export function happen(stage: Stage, choice: ClientChoice): void {
  switch (choice.do) {
    case "cluster":
      return stepCluster(stage, choice.action);
    case "time":
      for (const { late } of stage.clients) for (const [watch, moves] of late) late.set(watch, moves + 1);
      return stage.moveClock(choice.to);
    case "act":
      return act(stage, choice);
    default:
      return happenTo(stage, choice, stage.clients[choice.client] as Hosted);
  }
}

function happenTo(
  stage: Stage,
  choice: Exclude<ClientChoice, { do: "cluster" | "time" | "act" }>,
  hosted: Hosted,
): void {
  switch (choice.do) {
    case "answer":
      return answer(stage, hosted, choice.request);
    case "news":
      return deliver(stage, hosted, choice.watch);
    case "timer":
      stage.tell(`a timer of ${hosted.name} fires`);
      hosted.told(["timer"]);
      hosted.host.fireTimer();
      return;
    case "start":
      stage.tell(`${hosted.name} starts again`);
      return hosted.start();
    case "fault":
      stage.spendFault(choice.fault);
      return fail(stage, choice, hosted);
  }
}

function stepCluster(stage: Stage, action: Action): void {
  const { state } = stage;
  if (action.type === "proceed") {
    const pending = state.components[action.component]?.sync?.pending;
    if (pending !== undefined) stage.tell(`${action.component} ${doneIn(state, pending)}`);
  }
  stage.step(action);
}

function act(stage: Stage, { action, on }: ActChoice): void {
  const one = stage.setting.acts[action];
  const variant = one?.variants(stage.state).find((each) => each.on === on);
  stage.spendAction(action);
  stage.tell(one?.describe(stage.state, on) ?? "");
  for (const request of variant?.requests ?? []) stage.request(request);
}

function answer(stage: Stage, hosted: Hosted, id: number): void {
  const { pending, at } = waiting(hosted, id);
  const before = stage.state;
  const { result, response } = stage.answered(pending, () => hosted.host.answer(at));
  stage.tell(`${hosted.name} ${askedIn(before, pending, response)}${refusal(response)}`);
  hosted.told(["answer", id, result.status ?? null, response?.body ?? null]);
}

function deliver(stage: Stage, hosted: Hosted, id: number): void {
  const watch = hosted.telling().find((one) => one.id === id);
  if (watch === undefined) throw new RangeError(`${hosted.name} has no news of watch ${id}`);
  const [news] = hosted.host.deliver(id, 1);
  const text = newsIn(watch, news);
  if (text !== undefined) stage.tell(`${hosted.name} ${text}`);
  hosted.told(["news", id, news?.type ?? "end", news?.object ?? null]);
  if (watch.news.length <= 1) hosted.late.delete(id);
}

function fail(stage: Stage, choice: ClientFaultChoice, hosted: Hosted): void {
  const watched = (id: number) => plural(hosted.host.watches().find((watch) => watch.id === id)?.resource ?? "");
  switch (choice.fault) {
    case "controllerCrash":
      stage.tell(`${hosted.name} crashes, and forgets all that it knew`);
      return hosted.crash();
    case "staleCache":
      stage.tell(`${hosted.name} hears nothing of ${watched(choice.watch)} from now on`);
      hosted.late.set(choice.watch, 0);
      return;
    case "watchEnds":
      stage.tell(
        `the watch of ${watched(choice.watch)} of ${hosted.name} ${choice.how === "lost" ? "breaks" : "ends"}`,
      );
      hosted.told(["watch", choice.watch, choice.how]);
      hosted.late.delete(choice.watch);
      return hosted.host.endWatch(choice.watch, choice.how);
    default: {
      const { pending, at } = waiting(hosted, choice.request);
      stage.tell(`${hosted.name}, which ${askedIn(stage.state, pending)}, ${faultIn(choice.what)}`);
      stage.answered(pending, () => hosted.host.answer(at, choice.what));
      hosted.told(["answer", choice.request, choice.what]);
    }
  }
}

function waiting(hosted: Hosted, id: number): { readonly pending: PendingRequest; readonly at: number } {
  const all = hosted.host.pending();
  const at = all.findIndex((one) => one.id === id);
  const pending = all[at];
  if (pending === undefined) throw new RangeError(`${hosted.name} has no request ${id} that waits`);
  return { pending, at };
}
