import fc from "fast-check";
import { expect, test } from "vitest";
import type { ApiRequest } from "../src/api/request.ts";
import { readSnapshot, writeSnapshot } from "../src/machine/snapshot.ts";
import type { ClusterState } from "../src/machine/state.ts";
import { hashState } from "../src/store/hash.ts";
import { type Act, act } from "./support/bad-input/acts.ts";
import { machine, world } from "./support/bad-input/world.ts";

const READS: readonly unknown[] = ["get", "list"];

/** Sends a request, and looks at what it did. */
function send(state: ClusterState, request: ApiRequest): ClusterState {
  const { state: after, response } = machine.request(state, request);
  expect(Number.isInteger(response.code)).toBe(true);
  if (response.code >= 400) {
    expect(response.body).toMatchObject({ kind: "Status", status: "Failure", code: response.code });
    expect((response.body as { message: string }).message).not.toBe("");
  }
  const asked = (request as { options?: { dryRun?: unknown } } | null)?.options?.dryRun;
  const isDryRun = Array.isArray(asked) && asked.length === 1 && asked[0] === "All";
  if (response.code >= 400 || isDryRun || READS.includes(request?.verb)) expect(after).toBe(state);
  return after;
}

/** What the components make of a state, for so many steps: none of them throws. */
function play(state: ClusterState, steps: number): ClusterState {
  let current = state;
  for (let step = 0; step < steps; step++) {
    const action = machine.next(current);
    if (action === undefined) return current;
    current = machine.step(current, action);
  }
  return current;
}

function checkHistory(acts: readonly Act[], steps: number): void {
  let state = world;
  for (const each of acts) state = play(send(state, each(state)), steps);
  const restored = readSnapshot(writeSnapshot(state));
  expect(hashState(restored)).toBe(hashState(state));
  expect(hashState(play(restored, 100))).toBe(hashState(play(state, 100)));
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
}

const history = fc.array(act, { minLength: 1, maxLength: 6 });
/** `RUNS` and `SEED` in the environment search further. */
const RUNS = { numRuns: Number(process.env["RUNS"] ?? 300), seed: Number(process.env["SEED"] ?? 1) };

test("any input at every verb: an answer, and a cluster that goes on", { timeout: 600_000 }, () => {
  fc.assert(fc.property(history, fc.nat(60), checkHistory), RUNS);
  expect(hashState(world)).toBe(WORLD);
});

const WORLD = hashState(world);
