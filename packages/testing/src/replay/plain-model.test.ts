import { expect, test } from "vitest";
import type { Model } from "../model/index.ts";
import { canary, canaryFirst, percentageSteps, zoneByZone } from "../strategies/index.ts";
import { modelWith, type PlainModel, plainModel } from "./plain-model.ts";

const overJson = (model: Model): PlainModel => JSON.parse(JSON.stringify(plainModel(model)));

test("a strategy without options is known by its name", () => {
  const plain = overJson({ name: "m", cluster: { strategies: [canary(), zoneByZone()] } });
  expect(plain.cluster?.strategies).toEqual(["Canary", "ZoneByZone"]);
  expect(modelWith(plain, {}).cluster?.strategies?.map(({ name }) => name)).toEqual(["Canary", "ZoneByZone"]);
});

test("options come along, and make the strategy what it was", () => {
  const strategies = [canary({ name: "Slow", wait: "5m" }), percentageSteps({ steps: [20, 100] })];
  const plain = overJson({ name: "m", cluster: { strategies }, invariants: [canaryFirst("5m")] });
  expect(plain.cluster?.strategies).toEqual([
    { made: "canary", with: [{ name: "Slow", wait: "5m" }] },
    { made: "percentageSteps", with: [{ steps: [20, 100] }] },
  ]);
  const again = modelWith(plain, {});
  expect(again.cluster?.strategies?.map(({ name }) => name)).toEqual(["Slow", "PercentageSteps"]);
  expect(overJson(again)).toEqual(plain);
});

test("a strategy of one's own has to be passed", () => {
  const own = { name: "Mine", plan: () => ({ podsToDelete: [], nodesNeedingPods: [] }) } as never;
  const plain = overJson({ name: "m", cluster: { strategies: [own] } });
  expect(() => modelWith(plain, {})).toThrow('the run needs "Mine", which is code and is not in the token');
  expect(modelWith(plain, { strategies: [own] }).cluster?.strategies).toEqual([own]);
});

test("what nothing makes any more is an error that says so", () => {
  for (const made of ["blueGreen", "constructor"])
    expect(() => modelWith({ name: "m", cluster: { strategies: [{ made, with: [] }] } }, {})).toThrow(
      `the run needs what "${made}" makes, and there is none`,
    );
});
