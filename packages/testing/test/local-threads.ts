import { modelCodeOf, modelWith } from "../src/replay/index.ts";
import { type Batch, Hand, type Hire, type Level, type Task } from "../src/threads/index.ts";

/** A thread that is none: the levels that it has still to do, one after another. */
interface Local {
  readonly levels: Iterator<Batch>[];
  readonly expanded: (batch: Batch) => void;
}

/** Threads that are none: all work here, and who comes next is drawn by lot. */
export function localThreads(seed: number, code: object = {}): Hire {
  let locals: Local[] = [];
  let isGoing = false;
  let lot = seed;
  const goOn = () => {
    const working = locals.filter(({ levels }) => levels.length > 0);
    isGoing = working.length > 0;
    if (!isGoing) return;
    lot = (Math.imul(lot, 1103515245) + 12345) >>> 0;
    const { levels, expanded } = working[(lot >>> 16) % working.length] as Local;
    const { done, value } = (levels[0] as Iterator<Batch>).next();
    if (done) levels.shift();
    else expanded(value);
    queueMicrotask(goOn);
  };
  return (task: Task, { expanded, failed }) => {
    const { model, ...how } = structuredClone(task);
    const hand = new Hand(modelWith(model, modelCodeOf(code)), how);
    const local: Local = { levels: [], expanded };
    locals.push(local);
    return {
      ready: Promise.resolve(),
      expand: (level: Level) => {
        local.levels.push(caught(hand.expand(structuredClone(level)), failed));
        if (!isGoing) queueMicrotask(goOn);
        isGoing = true;
      },
      end: () => {
        locals = locals.filter((one) => one !== local);
        return Promise.resolve();
      },
    };
  };
}

function* caught(batches: Iterable<Batch>, failed: (error: Error) => void): Generator<Batch> {
  try {
    yield* batches;
  } catch (error) {
    failed(error as Error);
  }
}
