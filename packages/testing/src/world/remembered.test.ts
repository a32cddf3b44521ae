import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NEW_IMAGE, rollout, SURGE } from "../../test/models.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { hashOf } from "../replay/index.ts";

/** One model for all that can go wrong, and much that people do. */
const busy: Model = rollout(2, {
  may: [
    NEW_IMAGE,
    { act: "rollback", daemonSet: "default/agent" },
    { act: "leave", node: ANY },
    { act: "join", node: {} },
    { act: "deletePod", pod: ANY },
    { act: "labelNode", node: ANY, key: "topology.kubernetes.io/zone", value: "b" },
  ],
  faults: {
    staleCache: 2,
    controllerCrash: 1,
    requestTimeout: 1,
    conflict: 1,
    twoLeaders: 1,
    nodeFailure: 1,
  },
});

interface Step {
  readonly choices: readonly unknown[];
  readonly hash: string;
}

/** Plays the choices picked, each among as many as there are. */
function played(run: Run, picks: readonly number[]): readonly Step[] {
  const steps: Step[] = [];
  let world = run.start;
  for (const pick of picks) {
    const choices = run.choices(world);
    steps.push({ choices, hash: hashOf(world) });
    if (choices.length === 0) break;
    world = run.step(world, choices[pick % choices.length] as (typeof choices)[number]);
  }
  return [...steps, { choices: run.choices(world), hash: hashOf(world) }];
}

/** Half the time what happens by default: so a walk gets somewhere. */
const picks = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 99 })), { minLength: 20, maxLength: 60 });

describe("what is remembered makes no difference", () => {
  for (const [name, spec] of [
    ["RollingUpdate", {}],
    ["RollingUpdate with surge", SURGE],
  ] as const)
    test(`${name}: a run that remembers other paths goes as one that remembers nothing`, () => {
      const model = { ...busy, start: rollout(2, { spec }).start ?? [] };
      const long = new Run(model);
      fc.assert(
        fc.property(picks, (walk) => {
          expect(played(long, walk)).toEqual(played(new Run(model), walk));
        }),
        { numRuns: 10 },
      );
    });
});
