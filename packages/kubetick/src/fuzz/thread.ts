import { parentPort, workerData } from "node:worker_threads";
import { stockModel, type Unit, UnitPlayer } from "@kubetick/testing";
import { readModelFile } from "../model-file.ts";
import type { Answer } from "./players.ts";

const { modelFile } = workerData as { readonly modelFile: string | undefined };
let player: UnitPlayer | undefined;

parentPort?.on("message", (unit: Unit) => void answered(unit).then((answer) => parentPort?.postMessage(answer)));

async function answered(unit: Unit): Promise<Answer> {
  try {
    player ??= new UnitPlayer(modelFile === undefined ? stockModel : await readModelFile(modelFile));
    return { result: player.play(unit) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}
