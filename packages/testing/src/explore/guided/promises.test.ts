import { describe, expect, test } from "vitest";
import { colourIn, controller, light, MAP } from "../../../test/light.ts";
import { rollout } from "../../../test/models.ts";
import type { UserAction } from "../../actions/index.ts";
import { type CheckFailedError, check } from "../../check/index.ts";
import { leadsTo } from "../../invariants/index.ts";
import { Run } from "../../model/index.ts";
import { replay } from "../../replay/index.ts";
import { explore, exploreGuided } from "../index.ts";

const leads = (from: string, to: string) =>
  leadsTo(
    `${from} leads to ${to}`,
    (at) => colourIn(at) === from,
    (at) => colourIn(at) === to || "not yet",
  );
/** The last word is "on", whether it has been red on the way or not. */
const last = controller("last", (now) => (now === "off" || now === "red" ? "on" : undefined));
const red = controller("red", (now) => (now === "off" ? "red" : undefined));

describe("what should follow, and need not", () => {
  test("is asked where a run comes to rest, though people could go on", () => {
    const [apply] = light([], []).may ?? [];
    const manifest = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "light", namespace: "default" } };
    const labels = { colour: "green" };
    const model = light([last], [leads("off", "green")], {
      may: [
        apply as UserAction,
        { act: "apply", manifest: { ...manifest, metadata: { ...manifest.metadata, labels } } },
      ],
    });
    const { counterexample, perturbations } = exploreGuided(new Run(model));
    expect(perturbations).toBe(-1);
    expect(counterexample).toEqual({
      invariant: "off leads to green",
      fault: "it never comes to what should follow",
      choices: [
        { do: "act", action: 0 },
        { do: "sync", component: "last", key: MAP },
        { do: "proceed", component: "last" },
        { do: "sync", component: "last", key: MAP },
      ],
    });
    expect(explore(new Run(model)).counterexample?.invariant).toBe("off leads to green");
  });

  test("is asked of runs that end in states which others have come to without owing anything", () => {
    const model = light([last, red], [leads("red", "green")]);
    const alone = exploreGuided(new Run(model), { perturbations: 0 });
    expect([alone.counterexample, alone.states]).toEqual([undefined, 6]);
    const { counterexample } = exploreGuided(new Run(model));
    expect(counterexample?.invariant).toBe("red leads to green");
    const run = new Run(model);
    const end = counterexample?.choices.reduce((world, choice) => run.step(world, choice), run.start);
    expect(end !== undefined && run.isAtRest(end) && colourIn(run.observation(end))).toBe("on");
  });

  test("all runs come to the verdict of the explorer, and to its states", () => {
    const colours = ["off", "on", "red", "green"];
    for (const from of colours)
      for (const to of colours) {
        const model = light([last, red], [leads(from, to)]);
        const { counterexample, states } = explore(new Run(model), { partialOrder: false });
        const guided = exploreGuided(new Run(model), { perturbations: 9 });
        const what = `${from} leads to ${to}`;
        expect([what, guided.counterexample?.invariant]).toEqual([what, counterexample?.invariant]);
        if (counterexample === undefined) expect(guided).toMatchObject({ states, complete: true });
      }
  });

  test("of several, each is owed by itself", () => {
    const both = [leads("off", "on"), leads("red", "on"), leads("red", "green")];
    const { counterexample } = exploreGuided(new Run(light([last, red], both)));
    expect(counterexample?.invariant).toBe("red leads to green");
    const kept = exploreGuided(new Run(light([last, red], both.slice(0, 2))), { perturbations: 9 });
    expect([kept.counterexample, kept.complete]).toEqual([undefined, true]);
  });

  test("a story, and a token that comes to the same", () => {
    const promise = leads("red", "green");
    try {
      check(light([last, red], [promise]), { by: "guided" });
      expect.unreachable();
    } catch (error) {
      const { story, token, invariant } = error as CheckFailedError;
      expect(story).toEqual([
        "red leads to green: it never comes to what should follow (at step 7)",
        "     0s  kubectl apply -f - (ConfigMap light)",
        "     0s  red patches configmap light",
        "     0s  last patches configmap light",
      ]);
      const again = replay(token, { components: [last, red], invariants: [promise] });
      expect([again.broken?.invariant.name, again.story]).toEqual([invariant, story]);
    }
  });
});

test("what is owed makes no difference to what is counted where it comes", () => {
  const isEdited = (image: string) => (at: { readonly state: object }) =>
    JSON.stringify((at.state as { tables: object }).tables).includes(image);
  const met = leadsTo("edited", isEdited("agent:2"), () => true);
  const plain = exploreGuided(new Run(rollout(2, { invariants: [] })), { perturbations: 1 });
  expect(exploreGuided(new Run(rollout(2, { invariants: [met], symmetric: true })), { perturbations: 1 })).toEqual(
    plain,
  );
});
