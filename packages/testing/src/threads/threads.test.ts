import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { controller, light } from "../../test/light.ts";
import { localThreads } from "../../test/local-threads.ts";
import { NEW_IMAGE, rollout, SURGE } from "../../test/models.ts";
import { type Checkpoint, type ExploreOptions, explore } from "../explore/index.ts";
import { leadsTo, sometimes, stockInvariants } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { Play } from "../world/play.ts";
import { BatchReader, BatchWriter } from "./batch.ts";
import { ThreadExplorer } from "./explorer.ts";
import type { Owned } from "./shares.ts";
import { shares } from "./shares.ts";

const crash = rollout(2, { faults: { controllerCrash: 1 } });

describe("on several threads a search comes to the same as on one", () => {
  test.each<[string, Model, ExploreOptions]>([
    ["reduced", crash, {}],
    ["unreduced", rollout(2), { symmetry: false, partialOrder: false }],
    [
      "with surge, and pods that are deleted",
      rollout(2, { spec: SURGE, may: [NEW_IMAGE, { act: "deletePod", pod: ANY }] }),
      { maxStates: 700 },
    ],
    ["no deeper than 14 steps", crash, { maxDepth: 14 }],
    ["no more than 400 states", crash, { maxStates: 400 }],
    ["something is broken", rollout(1, { faults: { twoLeaders: 1 } }), {}],
    ["one end", rollout(1), { oracles: { oneEnd: true } }],
  ])("%s", async (_, model, options) => {
    const alone = explore(new Run(model), options);
    for (const workers of [2, 3])
      expect(await new ThreadExplorer(model, localThreads(workers), { ...options, workers }).search()).toEqual(alone);
  });

  test("each thread forgets what it need not know", async () => {
    const forgets = vi.spyOn(Play.prototype, "forget");
    onTestFinished(() => forgets.mockRestore());
    const alone = explore(new Run(crash));
    expect(forgets).toHaveBeenCalledTimes(0);
    const threads = new ThreadExplorer(crash, localThreads(2), { workers: 2, rememberedParts: 1 });
    expect(await threads.search()).toEqual(alone);
    expect(forgets.mock.calls.length).toBeGreaterThan(2);
  });

  test("a model with code: what never ends, what never follows, what is never seen", async () => {
    const blinker = controller("blinker", (now) => (now === undefined ? undefined : now === "on" ? "off" : "on"));
    const counter = controller("counter", (now) => (now === undefined ? undefined : `${Number(now) + 1 || 0}`));
    const painter = controller("painter", (now) => (now === "off" ? "on" : undefined));
    const models: readonly Model[] = [
      light([blinker], []),
      light([counter], []),
      light(
        [painter],
        [
          leadsTo(
            "starts",
            ({ undisturbed }) => undisturbed,
            () => "never",
          ),
        ],
      ),
      light([painter], [sometimes("never", () => "never"), sometimes("once", ({ atRest }) => atRest || "busy")]),
    ];
    for (const model of models) {
      const code = { components: model.cluster?.components, invariants: model.invariants };
      const threads = new ThreadExplorer(model, localThreads(1, code), { workers: 2, code: "here" });
      expect(await threads.search()).toEqual(explore(new Run(model)));
    }
  });
});

test("a search that is stopped goes on, on other threads or on one", async () => {
  const whole = explore(new Run(crash));
  const stopping = (workers: number, resume?: Checkpoint) =>
    new ThreadExplorer(crash, localThreads(workers), {
      workers,
      progressEvery: 150,
      onProgress: () => false,
      ...(resume && { resume }),
    });
  let explorer = stopping(2);
  let sessions = 1;
  for (let { complete } = await explorer.search(); !complete && sessions < 4; sessions++) {
    explorer = stopping(sessions, JSON.parse(JSON.stringify(explorer.checkpoint())) as Checkpoint);
    ({ complete } = await explorer.search());
  }
  const resume = explorer.checkpoint();
  expect(sessions).toBe(4);
  expect(explorer.progress.states).toBeLessThan(whole.states);
  expect(explore(new Run(crash), { resume })).toEqual(whole);
  expect(await new ThreadExplorer(crash, localThreads(5), { workers: 3, resume }).search()).toEqual(whole);
  // And the explorer that was stopped can itself go on.
  for (let again = await explorer.search(); ; again = await explorer.search())
    if (again.complete) {
      expect(again).toEqual(whole);
      break;
    }
});

test("a signal stops it", async () => {
  const stop = new AbortController();
  const explorer = new ThreadExplorer(crash, localThreads(1), {
    workers: 2,
    signal: stop.signal,
    progressEvery: 100,
    onProgress: () => stop.abort(),
  });
  expect(await explorer.search()).toMatchObject({ complete: false });
  expect(explorer.progress.waiting).toBeGreaterThan(0);
});

test("code that threads cannot find is asked for", () => {
  const model = light([controller("painter", () => undefined)], stockInvariants);
  expect(() => new ThreadExplorer(model, localThreads(1), { workers: 2 })).toThrow(
    new RangeError(
      'model light has code of its own: say where its threads find it, as in { code: new URL("./model.js", import.meta.url) }',
    ),
  );
});

test("batches are read as they were written", () => {
  const word = fc.nat({ max: 0xffffffff });
  const broken = fc.record({ invariant: fc.string(), fault: fc.string(), follower: fc.nat() });
  const step = fc.record(
    {
      place: fc.nat({ max: 99 }),
      taker: fc.constantFrom("", "a", "b"),
      departs: fc.boolean(),
      high: word,
      low: word,
      atRest: fc.boolean(),
      broken,
    },
    { requiredKeys: ["place", "taker", "departs", "high", "low", "atRest"] },
  );
  const able = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 });
  const expansion = fc.record({ steps: fc.array(step), able }, { requiredKeys: ["steps"] });
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(fc.nat(), expansion), { maxLength: 5 }), { maxLength: 4 }), (batches) => {
      const [writer, reader] = [new BatchWriter(), new BatchReader()];
      for (const batch of batches) {
        for (const [state, one] of batch) writer.add(state, one);
        expect(JSON.parse(JSON.stringify([...reader.read(structuredClone(writer.take([])))]))).toEqual(
          JSON.parse(JSON.stringify(batch)),
        );
      }
    }),
    { numRuns: 50 },
  );
});

test("a level is shared so that nobody has much more to do, and few worlds are made anew", () => {
  const owners = fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 300, size: "max" });
  fc.assert(
    fc.property(owners, (threads) => {
      const level = threads.map((thread, at): Owned => ({ state: at, thread, found: thread < 0 ? -1 : at }));
      const parts = shares(level, 3);
      const states = parts.flatMap((part) => part.map(({ state }) => state)).sort((a, b) => a - b);
      expect(states).toEqual(level.map(({ state }) => state));
      const most = Math.ceil(Math.max(16, Math.ceil(level.length / 3)) * 1.1);
      for (const [thread, part] of parts.entries()) {
        expect(part.length).toBeLessThanOrEqual(most);
        expect(part.map(({ state }) => state)).toEqual(part.map(({ state }) => state).toSorted((a, b) => a - b));
        for (const { state, found } of part) if (found >= 0) expect(level[state]?.thread).toBe(thread);
      }
      const kept = parts.flat().filter(({ found }) => found >= 0).length;
      const counts = [0, 1, 2].map((thread) => threads.filter((owner) => owner === thread).length);
      expect(kept).toBe(counts.reduce((sum, count) => sum + Math.min(count, most), 0));
    }),
  );
});
