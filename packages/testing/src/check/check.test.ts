import { neverReady, type UpstreamBug } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { NEW_IMAGE, rollout } from "../../test/models.ts";
import { agent } from "../../test/saboteur.ts";
import type { UserAction } from "../actions/index.ts";
import type { Counterexample } from "../explore/index.ts";
import { Judge } from "../explore/judge.ts";
import { always, eventually, neverTwoOnNode, withinMaxUnavailable } from "../invariants/index.ts";
import { ANY, type Model, Run } from "../model/index.ts";
import { hashOf, readToken, replay, tokenOf } from "../replay/index.ts";
import type { Choice, World } from "../world/index.ts";
import { check } from "./check.ts";
import { CheckFailedError } from "./failure.ts";
import { checkRandomly } from "./random.ts";
import { walk } from "./random-run.ts";
import { shrunk } from "./shrink.ts";

const twoLeaders: Model = rollout(1, { faults: { twoLeaders: 1 }, invariants: [neverTwoOnNode] });

function failureOf(work: () => unknown): CheckFailedError {
  try {
    work();
  } catch (error) {
    if (error instanceof CheckFailedError) return error;
    throw error;
  }
  throw new Error("nothing was found");
}

describe("a failure that was found by exploring", () => {
  const failure = failureOf(() => check(twoLeaders, { by: "explore" }));

  test("is told, with a token and a test", () => {
    expect(failure.invariant).toBe("neverTwoOnNode");
    expect(failure.story[0]).toBe(
      `neverTwoOnNode: ${failure.fault} (at step ${failure.counterexample.choices.length})`,
    );
    expect(failure.message).toContain(failure.regressionTest);
    expect(failure.regressionTest.split("\n")).toEqual([
      'test("neverTwoOnNode holds", () => {',
      `  expect(replay("${failure.token}").broken).toBeUndefined();`,
      "});",
    ]);
  });

  test("is played again by its token: the same fault, story and hash", () => {
    const [first, second] = [replay(failure.token), replay(failure.token)];
    expect([first.broken?.invariant.name, first.broken?.fault]).toEqual([failure.invariant, failure.fault]);
    expect(first.story).toEqual(failure.story);
    const run = new Run(twoLeaders);
    const end = failure.counterexample.choices.reduce((world, choice) => run.step(world, choice), run.start);
    expect([first.hash, second.hash]).toEqual([hashOf(end), hashOf(end)]);
  });

  test("a token that is damaged, of another version or none is refused", () => {
    const { token } = failure;
    const damaged = "the token is damaged: was it cut off?";
    expect(() => replay(token.slice(0, -5))).toThrow(new RangeError(damaged));
    expect(() => replay(`${token.slice(0, 40)}%${token.slice(41)}`)).toThrow(new RangeError(damaged));
    expect(() => replay("kt1:")).toThrow(new RangeError(damaged));
    const other = token[40] === "A" ? "B" : "A";
    expect(() => replay(`${token.slice(0, 40)}${other}${token.slice(41)}`)).toThrow(new RangeError(damaged));
    const [unchecked = ""] = token.split(".");
    expect(readToken(unchecked)).toEqual(readToken(token));
    expect(() => replay(token.replace("kt1:", "kt9:"))).toThrow(
      new RangeError("the token was written by another version of kubetick (kt9, this one reads kt1)"),
    );
    expect(() => replay("hello")).toThrow(new RangeError("this is no replay token: one begins with kt1:"));
    expect(readToken(`\n ${token} `)).toEqual(readToken(token));
  });
});

test("code that is not in a token is asked for by name", () => {
  const mine = always("mine", () => "never");
  const { token } = failureOf(() => check(rollout(1, { invariants: [mine] }), { by: "explore" }));
  expect(() => replay(token)).toThrow(
    'the run needs "mine", which is code and is not in the token: pass it, as in replay(token, { invariants: […] })',
  );
  expect(replay(token, { invariants: [mine] }).broken?.fault).toBe("never");
});

/** Each of two edits is of an image that does not get ready. */
function withBug(...upstreamBugs: readonly UpstreamBug[]): Model {
  const images = { "example.com/agent:2": neverReady(), "example.com/agent:3": neverReady() };
  const may = Object.keys(images).map((image): UserAction => ({ act: "setImage", daemonSet: "default/agent", image }));
  return rollout(2, { may, cluster: { images, upstreamBugs }, invariants: [withinMaxUnavailable] });
}

describe("kubernetes#123232", () => {
  test("the story of the shortest run in which it shows", () => {
    const { story } = failureOf(() => check(withBug("kubernetes#123232"), { by: "explore" }));
    expect(story.join("\n")).toMatchInlineSnapshot(`
      "withinMaxUnavailable: 2 nodes unavailable, 1 allowed: it deletes the available agent-44bqk on node-2 while node-1 has none (at step 21)
           0s  kubectl set image daemonset/agent *=example.com/agent:2
           0s  daemonset-controller creates controllerrevision agent-f85b65c9c
           0s  daemonset-controller deletes agent-v69b6 on node-1
           0s  kubelet says that agent-v69b6 is Running and ready
           0s  daemonset-controller writes the status of agent: desired 2, ready 2, up-to-date 0, available 2
         0.5s  kubelet says that agent-v69b6 is Succeeded
         0.5s  daemonset-controller creates a pod for node-1
         0.5s  daemonset-controller writes the status of agent: desired 2, ready 1, up-to-date 1, available 1
         0.5s  kubectl set image daemonset/agent *=example.com/agent:3
         0.5s  daemonset-controller creates controllerrevision agent-84dd56c954
         0.5s  daemonset-controller deletes agent-t885h on node-1
         0.5s  daemonset-controller deletes agent-44bqk on node-2
      NAMESPACE   NAME    DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
      default     agent   2         2         1       1            1           <none>          30m
      NAMESPACE   NAME          READY   STATUS        RESTARTS   AGE   IP              NODE     NOMINATED NODE   READINESS GATES
      default     agent-44bqk   1/1     Terminating   0          30m   10.65.142.40    node-2   <none>           <none>
      default     agent-v69b6   0/1     Completed     0          30m   10.16.131.152   node-1   <none>           <none>"
    `);
  });

  test("at random: a seed finds it again, and shrinks it to the same run, in which it still shows", () => {
    const random = (model: Model) => checkRandomly(new Run(model), { by: "random", runs: 400, seed: 2 });
    const { counterexample } = random(withBug("kubernetes#123232"));
    expect(counterexample?.invariant).toBe("withinMaxUnavailable");
    expect(random(withBug("kubernetes#123232")).counterexample).toEqual(counterexample);
    const acts = counterexample?.choices.filter(({ do: what }) => what === "act");
    expect(acts).toEqual([
      { do: "act", action: 0 },
      { do: "act", action: 1 },
    ]);
    const run = new Run(withBug("kubernetes#123232"));
    const played = counterexample?.choices ?? [];
    expect(replay(tokenOf(run.model, run, played)).broken?.fault).toBe(counterexample?.fault);
  });

  test("without the bug nothing is found", () => {
    expect(check(withBug(), { by: "explore", maxStates: 4_000 })).toMatchObject({ complete: false });
    expect(check(withBug(), { by: "random", runs: 30, seed: 2 })).toMatchObject({ runs: 30 });
  });
});

test("a run that cannot be is not made a token of", () => {
  const run = new Run(twoLeaders);
  expect(() => tokenOf(twoLeaders, run, [{ do: "proceed", component: "kubelet" }])).toThrow(
    new RangeError('step 1 of the run is not possible there: {"do":"proceed","component":"kubelet"}'),
  );
});

test("what never comes to be right is found either way", () => {
  const model = rollout(1, { may: [], invariants: [eventually("none", () => "there is one")] });
  for (const options of [{ by: "explore" }, { by: "random", runs: 3 }] as const)
    expect(failureOf(() => check(model, options)).fault).toBe("there is one");
});

describe("shrinking", () => {
  const everything: Model = rollout(2, {
    may: [NEW_IMAGE, { act: "deletePod", pod: ANY }, { act: "cordon", node: ANY }, { act: "leave", node: ANY }],
    faults: { staleCache: 1, nodeFailure: 1, requestTimeout: 1 },
  });
  const untouched = always("untouched", ({ state }) => !JSON.stringify(state.tables).includes("agent:2") || "edited");

  test("leaves what has to do with it: one edit of all that happened", () => {
    const run = new Run({ ...everything, invariants: [untouched] });
    const choices: Choice[] = [];
    let world = run.start;
    const take = (choice: Choice | undefined) => {
      if (choice === undefined) return false;
      choices.push(choice);
      world = run.step(world, choice);
      return true;
    };
    // Somebody does the last thing that can be done, and each time the cluster comes to rest; in the end the image is edited.
    for (let turn = 0; turn < 4; turn++) {
      take(run.choices(world).findLast((choice) => choice.do !== "act" || choice.action !== 0));
      while (take(run.play.next(world)));
    }
    take({ do: "act", action: 0 });
    expect(choices.length).toBeGreaterThan(50);
    const long: Counterexample = { invariant: "untouched", fault: "edited", choices };
    expect(shrunk(run, long).choices).toEqual([{ do: "act", action: 0 }]);
  });

  test("of what is only wrong at rest, too", () => {
    const unedited = eventually("unedited", (at) => untouched.holds(at));
    const random = checkRandomly(new Run({ ...everything, invariants: [unedited] }), { by: "random", seed: 1 });
    const fromOutside = random.counterexample?.choices.filter(
      ({ do: what }) => !["sync", "proceed", "time"].includes(what),
    );
    expect(fromOutside).toEqual([{ do: "act", action: 0 }]);
    expect(random.counterexample?.choices.length).toBeLessThan(random.counterexample?.shrunkFrom as number);
  });
});

test("what goes on only as long as an informer is late comes to an end", () => {
  // The controller makes pods of a DaemonSet that it does not know to be gone, and the garbage collector deletes them.
  const model = rollout(1, {
    start: [],
    opening: [{ act: "apply", manifest: agent() }],
    may: [{ act: "deleteDaemonSet", daemonSet: "default/agent", cascade: "orphan" }],
    faults: { staleCache: 1 },
    late: ["daemonsets.apps"],
  });
  const run = new Run(model);
  const stale = (at: World) => run.choices(at).findIndex(({ do: what }) => what === "staleCache");
  const gone = (at: World) => run.choices(at).findIndex(({ do: what }) => what === "act");
  const late = run.step(run.start, run.choices(run.start)[stale(run.start)] as Choice);
  const departures = [stale(run.start), gone(late)].map((pick) => ({ after: 0, pick }));
  const { broken, loop, end } = walk(run, new Judge(run), departures);
  expect([broken, loop]).toEqual([undefined, undefined]);
  expect(run.isAtRest(end)).toBe(true);
});
