import { parentPort, workerData } from "node:worker_threads";
import { modelCodeOf, modelWith } from "@kubetick/testing";
import { Hand, type Level, type Task } from "@kubetick/testing/threads";
import type { Answer } from "./hire.ts";

const { model, code, ...how } = workerData as Task;

const say = (answer: Answer) => parentPort?.postMessage(answer);
const fail = (error: unknown) => say({ say: "failed", message: (error as Error).message });

try {
  const exported = code === undefined ? {} : ((await import(code)) as object);
  const hand = new Hand(modelWith(model, modelCodeOf(exported)), how);
  parentPort?.on("message", (level: Level) => {
    try {
      for (const batch of hand.expand(level)) say({ say: "expanded", batch });
    } catch (error) {
      fail(error);
    }
  });
  say({ say: "ready" });
} catch (error) {
  fail(error);
}
