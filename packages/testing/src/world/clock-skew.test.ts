import type { Pod } from "@kubetick/core";
import { EPOCH, parseTime, viewOf } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { explore } from "../explore/index.ts";
import { Run } from "../model/index.ts";
import { replay, tokenOf } from "../replay/index.ts";
import type { Choice, World } from "./index.ts";

const FAULTS = { faults: { clockSkew: 1 } } as const;
const isSkew = ({ do: what }: Choice) => what === "clockSkew";

/** Since when the pod is ready by its node's clock, in milliseconds after the epoch. */
function readyAt(run: Run, world: World): number {
  const pods = viewOf(run.system.clusterState(world).tables).list<Pod>("pods");
  const ready = pods[0]?.status?.conditions?.find(({ type }) => type === "Ready");
  return parseTime(ready?.lastTransitionTime) - EPOCH;
}

/** The next step that is taken by default, until a pod of the second image is ready. */
function untilReady(run: Run, world: World): World {
  let current = world;
  for (;;) {
    const [pod] = viewOf(run.system.clusterState(current).tables).list<Pod>("pods");
    const isReady = pod?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True");
    if (pod?.spec?.containers[0]?.image === "example.com/agent:2" && isReady) return current;
    current = run.step(current, run.play.next(current) as Choice);
  }
}

describe("the clock of a machine is set", () => {
  test("ahead or back, on each node, as often as the model says; without a budget never", () => {
    const run = new Run(rollout(2, FAULTS));
    expect(run.choices(run.start).filter(isSkew)).toEqual(
      ["node-1", "node-2"].flatMap((node) => [60_000, -60_000].map((by) => ({ do: "clockSkew", node, by }))),
    );
    const after = run.step(run.start, { do: "clockSkew", node: "node-2", by: 60_000 });
    expect(run.choices(after).filter(isSkew)).toEqual([]);
    expect(run.observation(after).faults).toEqual(["clockSkew"]);
    const twice = new Run(rollout(2, { faults: { clockSkew: 2 } }));
    const one = twice.step(twice.start, { do: "clockSkew", node: "node-2", by: 60_000 });
    expect(twice.choices(one).filter(isSkew)).toHaveLength(2);
    const never = new Run(rollout(2));
    expect(never.choices(never.start).filter(isSkew)).toEqual([]);
  });

  test("its kubelet writes other times from then on", () => {
    const run = new Run(rollout(1, FAULTS));
    const times = [0, 60_000, -60_000].map((by) => {
      const begin = by === 0 ? run.start : run.step(run.start, { do: "clockSkew", node: "node-1", by });
      return readyAt(run, untilReady(run, run.step(begin, { do: "act", action: 0 })));
    });
    const [right = 0] = times;
    expect(times).toEqual([right, right + 60_000, right - 60_000]);
  });

  test("a run with it can be told, and played again", () => {
    const run = new Run(rollout(1, FAULTS));
    const token = tokenOf(run.model, run, [
      { do: "clockSkew", node: "node-1", by: -60_000 },
      { do: "act", action: 0 },
    ]);
    expect(replay(token).story.slice(1, 3)).toEqual([
      "     0s  the clock of node-1 is set 60 s back",
      "     0s  kubectl set image daemonset/agent *=example.com/agent:2",
    ]);
  });

  test("with all that a rollout comes to, the invariants hold", () => {
    const model = rollout(1, { ...FAULTS, spec: { minReadySeconds: 30 } });
    expect(explore(new Run(model))).toMatchObject({ complete: true, neverSeen: [] });
  });
});
