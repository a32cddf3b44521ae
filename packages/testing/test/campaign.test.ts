import { describe, expect, test } from "vitest";
import {
  ANY,
  always,
  Campaign,
  type Choice,
  type Entry,
  entryLine,
  type Failure,
  foldOf,
  type Model,
  planOf,
  Run,
  readLog,
  replay,
  stockModel,
  UnitPlayer,
} from "../src/index.ts";

const noSecondRevision = always(
  "noSecondRevision",
  ({ state }) =>
    (state.tables["controllerrevisions.apps"]?.objects.keys.length ?? 0) < 2 || "there is a second revision",
);

const MODEL: Model = {
  name: "small",
  cluster: { nodes: 2 },
  start: stockModel.start ?? [],
  may: [
    { act: "setImage", daemonSet: "default/agent", image: "agent:2" },
    { act: "deletePod", pod: ANY },
    { act: "cordon", node: "node-1" },
  ],
  invariants: [noSecondRevision],
};

const PLAN = planOf(MODEL, 7, { runs: 5 });

describe("a unit", () => {
  test("is plain JSON, and comes to the same wherever it is played, whatever was played before", () => {
    const player = new UnitPlayer(MODEL);
    player.play(unitOf(0));
    player.play(unitOf(1));
    const result = player.play(unitOf(2));
    const elsewhere = new UnitPlayer(MODEL).play(JSON.parse(JSON.stringify(unitOf(2))));
    expect(JSON.parse(JSON.stringify(result))).toEqual(elsewhere);
  });

  test("tells the failure that it finds, shrunk, and how to play it again", () => {
    const { failure } = new UnitPlayer(MODEL).play(unitOf(0));
    expect(failure).toMatchObject({ invariant: "noSecondRevision", fault: "there is a second revision" });
    const { broken, story } = replay(failure?.token ?? "", { invariants: [noSecondRevision] });
    expect(broken?.invariant.name).toBe("noSecondRevision");
    expect(story.slice(1)).toEqual(failure?.story.slice(1));
  });

  test("tells which runs were the first to come to a shape", () => {
    const { firsts } = new UnitPlayer({ ...MODEL, invariants: [] }).play(unitOf(0));
    const shapes = firsts.flatMap((first) => first.shapes);
    expect(new Set(shapes).size).toBe(shapes.length);
    // An edited DaemonSet has not been observed, then its pods go one after another, and new ones come.
    expect(shapes.length).toBeGreaterThan(5);
  });

  test("is refused by the player of another model", () => {
    const unit = { ...unitOf(0), model: "another" };
    expect(() => new UnitPlayer(MODEL).play(unit)).toThrow('unit 0 is of the model "another", and this is "small"');
  });
});

describe("failures are folded by story", () => {
  const run = new Run(MODEL);
  /** The story that begins with these actions: by the numbers that they have in the model. */
  const fold = (invariant: string, fault: string, ...acts: readonly Choice[]) => {
    const choices: Choice[] = [...acts];
    let world = acts.reduce((at, choice) => run.step(at, choice), run.start);
    for (let step = 0; step < 3; step++) {
      const [next] = run.play.ownChoices(world);
      choices.push(next as Choice);
      world = run.step(world, next as Choice);
    }
    return foldOf(run, { invariant, fault, choices });
  };
  const [one = "", other = ""] = run
    .choices(run.start)
    .flatMap((choice) => (choice.do === "act" && choice.on !== undefined ? [choice.on] : []));
  const deletes = (on: string): Choice => ({ do: "act", action: 1, on });
  const edits: Choice = { do: "act", action: 0 };

  test("names and numbers do not count", () => {
    expect(one).toMatch(/^default\/agent-/);
    expect(other).not.toBe(one);
    const told = (pod: string, amount: number) =>
      fold("a", `${amount} pods, one of them ${pod.split("/")[1]}`, deletes(pod));
    expect(told(one, 1)).toBe(told(other, 2));
  });

  test("what is broken, how, and what happened before do", () => {
    const folds = [
      fold("a", "gone", deletes(one)),
      fold("b", "gone", deletes(one)),
      fold("a", "too many", deletes(one)),
      fold("a", "gone", edits),
      fold("a", "gone", edits, deletes(one)),
      fold("a", "gone", deletes(one), edits),
    ];
    expect(new Set(folds).size).toBe(folds.length);
  });

  test("they count as one, and the shortest is kept", () => {
    const campaign = new Campaign(PLAN);
    campaign.add(entry(0, { fold: "x", steps: 9 }));
    campaign.add(entry(1, { fold: "y", steps: 5 }));
    campaign.add(entry(2, { fold: "x", steps: 4 }));
    campaign.add(entry(3, { fold: "x", steps: 6 }));
    expect(campaign.failures.map(({ count, failure }) => [failure.fold, count, failure.steps])).toEqual([
      ["x", 3, 4],
      ["y", 1, 5],
    ]);
    expect(campaign.totals).toMatchObject({ units: 4, failed: 4 });
  });
});

describe("a campaign", () => {
  test("gives out every unit once, each with another seed", () => {
    const campaign = new Campaign(PLAN);
    const units = Array.from({ length: 100 }, () => campaign.next());
    expect(units.map((unit) => unit?.unit)).toEqual(Array.from({ length: 100 }, (_, at) => at));
    expect(new Set(units.map((unit) => unit?.seed)).size).toBe(100);
  });

  test("goes on where it was: with what was not done, and no further than it should", () => {
    const resumed = new Campaign(PLAN, [entry(0), entry(1), entry(3)]);
    expect([resumed.next(6), resumed.next(6), resumed.next(6), resumed.next(6)].map((unit) => unit?.unit)).toEqual([
      2,
      4,
      5,
      undefined,
    ]);
    expect(resumed.totals).toEqual({ units: 3, runs: 60, steps: 600, failed: 0, shapes: 0 });
  });

  test("counts a unit once, whoever has done it", () => {
    const campaign = new Campaign(PLAN, [entry(0, { fold: "x", steps: 3 }), entry(0, { fold: "x", steps: 3 })]);
    expect(campaign.totals).toMatchObject({ units: 1, runs: 20, failed: 1 });
    expect(campaign.failures[0]?.count).toBe(1);
  });

  test("keeps of a result what is new to it", () => {
    const campaign = new Campaign(PLAN, [{ ...entry(0), firsts: [{ departures: [], shapes: [1, 2] }] }]);
    const result = {
      ...entry(1),
      firsts: [
        { departures: [[3, 1]] as const, shapes: [1] },
        { departures: [[4, 2]] as const, shapes: [2, 5] },
      ],
    };
    expect(campaign.entryOf(result)).toEqual({ ...entry(1), firsts: [{ departures: [[4, 2]], shapes: [5] }] });
  });

  test("is another one if the model is another", () => {
    expect(planOf(MODEL, 7, { runs: 5 })).toEqual(PLAN);
    expect(planOf({ ...MODEL, faults: { conflict: 1 } }, 7).modelHash).not.toBe(PLAN.modelHash);
  });
});

describe("the log", () => {
  const entries = [entry(0), entry(1, { fold: "ü", steps: 3 }), entry(2)];
  const text = entries.map(entryLine).join("");

  test("torn anywhere, it has all entries that are whole", () => {
    for (let length = 0; length <= text.length; length++) {
      const { entries: read, whole } = readLog(text.slice(0, length));
      const lines = text.slice(0, length).split("\n").length - 1;
      expect(read).toEqual(entries.slice(0, lines));
      expect(whole).toBe(entries.slice(0, lines).map(entryLine).join(""));
    }
  });

  test("a whole line that is no entry is told of", () => {
    expect(() => readLog(`${text}{"unit":\n`)).toThrow(new RangeError('line 4 of the log is damaged: {"unit":'));
    expect(() => readLog("{}\n")).toThrow(new RangeError("line 1 of the log is damaged: {}"));
  });
});

function unitOf(number: number) {
  const campaign = new Campaign(PLAN);
  const units = Array.from({ length: number + 1 }, () => campaign.next());
  return units[number]!;
}

function entry(unit: number, failure?: Pick<Failure, "fold" | "steps">): Entry {
  const whole = failure && { invariant: "i", fault: "f", story: [], token: "t", regressionTest: "r", ...failure };
  return { unit, runs: 20, steps: 200, ...(whole === undefined ? {} : { failure: whole }), firsts: [] };
}
