import type { Millis } from "@kubetick/core";
import type { ClientChoice } from "../choice.ts";
import type { Hosted } from "../hosted.ts";
import { faultsOf } from "./faults.ts";
import type { Stage } from "./stage.ts";

/** For so many moves of the clock news may be late. */
const LATE_MOVES = 4;
/** A timer that is due later is not waited for. */
const FAR_OFF: Millis = 600_000;

/**
 * What happens by itself; by default, the first: the cluster works, then requests are answered in the order in which they
 * came, then news are told, then timers fire, and then the clock moves. Late news come last.
 */
export function ownChoices(stage: Stage): readonly ClientChoice[] {
  const prompt = promptChoice(stage);
  if (prompt !== undefined) return [prompt];
  const now = [...clusterChoices(stage), ...stage.clients.flatMap((hosted, at) => clientChoices(stage, hosted, at))];
  return [...now, ...(now.length === 0 ? timeChoice(stage) : []), ...lateNews(stage)];
}

/** What goes wrong, and what people do: nothing, where a component has something to do at once. */
export function outsideChoices(stage: Stage): readonly ClientChoice[] {
  return promptChoice(stage) === undefined ? [...faults(stage), ...acts(stage)] : [];
}

/** What a component has to do at once. */
function promptChoice({ setting: { machine, prompt }, state }: Stage): ClientChoice | undefined {
  if (prompt.size === 0) return undefined;
  const action = machine.enabled(state).find((one) => "component" in one && prompt.has(one.component));
  return action && { do: "cluster", action };
}

function clusterChoices({ setting: { machine }, state }: Stage): readonly ClientChoice[] {
  return machine
    .enabled(state)
    .filter(({ type }) => type !== "time")
    .map((action): ClientChoice => ({ do: "cluster", action }));
}

function clientChoices({ state }: Stage, hosted: Hosted, client: number): readonly ClientChoice[] {
  if (hosted.startsAt !== undefined) return hosted.startsAt <= state.now ? [{ do: "start", client }] : [];
  return [
    ...hosted.pending().map(({ id }): ClientChoice => ({ do: "answer", client, request: id })),
    ...hosted
      .telling()
      .filter(({ id }) => !hosted.late.has(id))
      .map(({ id }): ClientChoice => ({ do: "news", client, watch: id })),
    ...(hosted.host.timerIsDue() ? [{ do: "timer", client } as const] : []),
  ];
}

function lateNews({ clients }: Stage): readonly ClientChoice[] {
  return clients.flatMap((hosted, client) =>
    hosted
      .telling()
      .filter(({ id }) => hosted.late.has(id))
      .map(({ id }): ClientChoice => ({ do: "news", client, watch: id })),
  );
}

function timeChoice(stage: Stage): readonly ClientChoice[] {
  const { clients } = stage;
  if (clients.some(({ late }) => [...late.values()].some((moves) => moves >= LATE_MOVES))) return [];
  const waits =
    stage.clusterMoves ||
    clients.some(({ startsAt }) => startsAt !== undefined) ||
    (!stage.hasWaited && clients.some((hosted) => hosted.awaitedTimer(FAR_OFF) !== undefined));
  return waits ? [{ do: "time", to: nextMoment(stage) }] : [];
}

function nextMoment({ setting: { machine }, state, clients }: Stage): Millis {
  const action = machine.next(state);
  const due = action?.type === "time" ? action.to : Number.POSITIVE_INFINITY;
  return clients.reduce((earliest, hosted) => Math.min(earliest, hosted.nextDue()), due);
}

function faults({ setting, clients, faultsLeft }: Stage): readonly ClientChoice[] {
  return [...faultsLeft].flatMap(([name, left]) =>
    left <= 0
      ? []
      : clients.flatMap((hosted, client) =>
          hosted.startsAt === undefined ? faultsOf(name, hosted, client, setting.model.late) : [],
        ),
  );
}

function acts({ setting, state, actionsLeft }: Stage): readonly ClientChoice[] {
  return setting.acts.flatMap((act, action): readonly ClientChoice[] =>
    (actionsLeft[action] as number) <= 0
      ? []
      : act
          .variants(state)
          .filter(({ requests }) => requests.length > 0)
          .map(({ on }) => (on === undefined ? { do: "act", action } : { do: "act", action, on })),
  );
}
