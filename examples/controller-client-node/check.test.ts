import { readFileSync } from "node:fs";
import { KubeConfig } from "@kubernetes/client-node";
import {
  type Client,
  type ClientModel,
  type ClientsCheckFailedError,
  checkClients,
  replayClients,
} from "@kubetick/testing/clients";
import { connect } from "kubetick/apiserver/node";
import { expect, test } from "vitest";
import { startConfigPerNode } from "./config-per-node.ts";
import { model, oneConfigPerNode } from "./model.ts";

const clients: readonly Client[] = [
  { name: "config-per-node", start: (host) => startConfigPerNode(connect(new KubeConfig(), host)) },
];

test("in the default schedule, and with one departure from it, it is right", async () => {
  expect(await checkClients(model, { clients, by: "explore", departures: 1 })).toMatchObject({ departures: 1 });
});

test("the explorer finds its bug where two things come at a bad moment", async () => {
  const { story } = await failure(checkClients(model, { clients, by: "explore" }));
  expect(story[0]).toMatch(/^oneConfigPerNode: node-1 has two configs: /);
  expectInReadme(story);
});

test("so does fuzzing, with a late watch; and the run is shrunk, told, and can be played again", async () => {
  const stale: ClientModel = { ...model, faults: { staleCache: 1 } };
  const { story, token } = await failure(checkClients(stale, { clients, by: "random", seed: 2, runs: 300 }));
  expectInReadme(story);
  const again = await replayClients(token, { clients, invariants: [oneConfigPerNode] });
  expect(again.broken?.invariant.name).toBe("oneConfigPerNode");
});

function expectInReadme(story: readonly string[]): void {
  const page = readFileSync(new URL("README.md", import.meta.url), "utf8");
  expect(page).toContain(`\`\`\`text\n${story.join("\n")}\n\`\`\``);
}

async function failure(check: Promise<unknown>): Promise<ClientsCheckFailedError> {
  try {
    await check;
  } catch (error) {
    console.log((error as Error).message);
    return error as ClientsCheckFailedError;
  }
  throw new Error("nothing was found");
}
