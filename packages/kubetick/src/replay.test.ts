import { always, type CheckFailedError, check, type Invariant, Run, replay, tokenOf } from "@kubetick/testing";
import { type Client, type ClientsCheckFailedError, checkClients } from "@kubetick/testing/clients";
import { describe, expect, test } from "vitest";
import { folderWith, slowCommand } from "../test/command.ts";
import { ONE_EDIT } from "../test/models.ts";

const noSecondRevision = always(
  "noSecondRevision",
  ({ state }) =>
    (state.tables["controllerrevisions.apps"]?.objects.keys.length ?? 0) < 2 || "there is a second revision",
);

/** The code of `noSecondRevision` as a file has it. */
const INVARIANT = `{
  name: "noSecondRevision",
  expect: "always",
  holds: ({ state }) => state.tables["controllerrevisions.apps"].objects.keys.length < 2 || "there is a second revision",
}`;

const failed = (() => {
  try {
    check({ ...ONE_EDIT, invariants: [noSecondRevision] }, { by: "random", seed: 1 });
  } catch (error) {
    return error as CheckFailedError;
  }
  throw new Error("the check should have failed");
})();

/** A run in which nothing happens but what the model begins with. */
const good = (() => {
  const run = new Run(ONE_EDIT);
  return tokenOf(ONE_EDIT, run, run.choices(run.start).slice(-1));
})();

describe("kubetick replay", () => {
  test("tells a run in which nothing is broken, and the hash of its end", async () => {
    const { hash } = replay(good);
    const { stdout, ...rest } = await slowCommand(["replay", good]);
    expect(rest).toEqual({ stderr: "", exitCode: 0 });
    const lines = stdout.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      "all invariants hold (at step 1)",
      "     0s  kubectl set image daemonset/agent *=agent:2",
    ]);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    expect(lines.slice(-3)).toEqual(["", hash, ""]);
  });

  test.each([
    ["exports invariants", `export const invariants = [${INVARIANT}];`],
    ["exports the model by default", `export default { name: "mine", invariants: [${INVARIANT}] };`],
    ["exports a model", `export const model = { invariants: [${INVARIANT}] };`],
  ])("takes the code that a token only names from a module that %s", async (_, source) => {
    const file = folderWith({ "model.mjs": source })("model.mjs");
    const { stdout, stderr, exitCode } = await slowCommand(["replay", failed.token, "--model", file]);
    expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 1 });
    expect(stdout).toMatch(/^noSecondRevision: there is a second revision \(at step \d+\)\n/);
    expect(stdout).toMatch(/\n\n[0-9a-f]{16}\n$/);
  });

  test("plays a run of clients, which a module exports", async () => {
    const client = `{ name: "maker", start: (host) => host.fetch("/api/v1/namespaces", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ metadata: { name: "made" } }),
    }) }`;
    const invariant = `{ name: "nothingMade", expect: "always", holds: ({ state }) =>
      !state.tables.namespaces.objects.keys.includes("made") || "it is made" }`;
    const file = folderWith({
      "clients.mjs": `export const clients = [${client}]; export const invariants = [${invariant}];`,
    })("clients.mjs");
    const code = (await import(file)) as { clients: readonly Client[]; invariants: readonly Invariant[] };
    const model = { name: "made", cluster: { nodes: 0, builtin: [] }, invariants: code.invariants };
    const checking = checkClients(model, { clients: code.clients, by: "random", runs: 1 });
    const { token } = await checking.then(
      () => expect.unreachable(),
      (error: ClientsCheckFailedError) => error,
    );
    const { stdout, exitCode } = await slowCommand(["replay", token, "--model", file]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^nothingMade: it is made \(at step 1\)\n {5}0s {2}maker creates namespace made\n/);
    expect((await slowCommand(["replay", token])).stderr).toBe(
      'kubetick: the run is one of clients (maker): name the module that exports them as "clients", with --model FILE\n',
    );
  });

  test("says which code is missing", async () => {
    const { stdout, stderr, exitCode } = await slowCommand(["replay", failed.token]);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toMatch(/^kubetick: the run needs "noSecondRevision", which is code and is not in the token/);
  });

  test.each([
    ["nonsense", "kubetick: this is no replay token: one begins with kt1:\n"],
    ["kt1:bm9uc2Vuc2U", "kubetick: the token is damaged: was it cut off?\n"],
    ["kt7:e30", "kubetick: the token was written by another version of kubetick (kt7, this one reads kt1)\n"],
  ])("refuses %s", async (token, stderr) => {
    expect(await slowCommand(["replay", token])).toEqual({ stdout: "", stderr, exitCode: 2 });
  });

  test("says that a module cannot be imported", async () => {
    const path = folderWith();
    const { stderr, exitCode } = await slowCommand(["replay", good, "--model", path("nosuch.mjs")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${path("nosuch.mjs")} cannot be imported`);
  });

  test("wants a token", async () => {
    expect(await slowCommand(["replay"])).toEqual({
      stdout: "",
      stderr: "error: missing required argument 'token'\n",
      exitCode: 2,
    });
  });
});
