import type { DaemonSet } from "@kubetick/core";
import { EPOCH, formatTime } from "@kubetick/core";
import { get, size } from "@kubetick/core/pieces";
import { describe, expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { agent } from "../../test/saboteur.ts";
import type { UserAction } from "../actions/index.ts";
import { Run } from "../model/index.ts";
import { aged, OLDEST, oldestOf } from "./ages.ts";

const MINUTE = 60_000;

describe("aged", () => {
  test("times get older, and nothing else", () => {
    const at = (offset: number) => formatTime(EPOCH + offset);
    const pod = {
      metadata: { name: "a", creationTimestamp: at(-MINUTE), deletionTimestamp: at(MINUTE) },
      status: { conditions: [{ type: "Ready", lastTransitionTime: at(0) }], count: 3 },
    };
    expect(aged(pod, 30_000)).toEqual({
      metadata: { name: "a", creationTimestamp: at(-90_000), deletionTimestamp: at(30_000) },
      status: { conditions: [{ type: "Ready", lastTransitionTime: at(-30_000) }], count: 3 },
    });
    expect(aged({ seenAt: EPOCH + 5, bytes: 2 ** 50 }, 10)).toEqual({ seenAt: EPOCH - 5, bytes: 2 ** 50 });
  });

  test("nothing gets older than what is old, and what does not change stays what it was", () => {
    const old = { at: formatTime(EPOCH - OLDEST) };
    expect(aged({ at: formatTime(EPOCH - OLDEST + MINUTE) }, 5 * MINUTE)).toEqual(old);
    expect(aged(old, MINUTE)).toBe(old);
  });

  test("what people have written into a template is left as it is", () => {
    const template = { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": formatTime(EPOCH) } } };
    const value = { spec: { template, containers: [{ env: [{ name: "SINCE", value: formatTime(EPOCH) }] }] } };
    expect(aged(value, MINUTE)).toBe(value);
  });
});

test("a model that speaks of long times remembers as long", () => {
  expect(oldestOf({ minReadySeconds: 10, ready: "10s" })).toBe(OLDEST);
  expect(oldestOf([{ minReadySeconds: 3600 }, undefined])).toBe(OLDEST + 60 * MINUTE);
  expect(oldestOf({ startsAfter: "1h30m" })).toBe(OLDEST + 90 * MINUTE);
});

const agentOf = (run: Run, world = run.start) =>
  get(run.system.tableOf(world, "daemonsets.apps").objects, "default/agent") as DaemonSet;

test("a pod becomes available after an hour of being ready, where that is asked for", () => {
  const run = new Run(rollout(1, { spec: { minReadySeconds: 3600 } }));
  expect(agentOf(run).status).toMatchObject({ numberReady: 1, numberAvailable: 1 });
});

test("a restart long ago and one longer ago are two templates", () => {
  const restart = (restartedAt: string): UserAction => ({
    act: "editTemplate",
    daemonSet: "default/agent",
    template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": restartedAt } } },
  });
  const run = new Run({
    ...rollout(1),
    start: [{ act: "apply", manifest: agent() }, restart("2025-11-01T00:00:00Z")],
    may: [restart("2025-12-01T00:00:00Z")],
  });
  const revisions = () => size(run.system.tableOf(world, "controllerrevisions.apps").objects);
  let world = run.start;
  expect(revisions()).toBe(2);
  world = run.settle(run.step(world, { do: "act", action: 0 }));
  expect(revisions()).toBe(3);
  expect(agentOf(run, world).spec.template.metadata?.annotations).toEqual({
    "kubectl.kubernetes.io/restartedAt": "2025-12-01T00:00:00Z",
  });
});
