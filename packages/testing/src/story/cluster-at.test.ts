import { expect, test } from "vitest";
import { NEW_IMAGE, rollout } from "../../test/models.ts";
import { type Model, Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { clusterAt } from "./cluster-at.ts";

const model: Model = rollout(2, { may: [NEW_IMAGE], faults: { staleCache: 1, twoLeaders: 1 } });
const images = (run: Run, world: World) =>
  clusterAt(run, world)
    .settle()
    .pods.list()
    .map(({ spec }) => spec?.containers?.[0]?.image);

/** The world after what is described has happened. */
function after(run: Run, ...wanted: Partial<Choice>[]): World {
  return wanted.reduce((world: World, one) => {
    const fits = (choice: object) => Object.entries(one).every(([key, value]) => Reflect.get(choice, key) === value);
    const choice = run.choices(world).find(fits);
    expect(choice).toMatchObject(one);
    return run.step(world, choice as Choice);
  }, run.start);
}

const STALE = { do: "staleCache", component: "daemonset-controller", resource: "daemonsets.apps" } as const;
const EDIT = { do: "act", action: 0 } as const;

test("the cluster of a world can be gone on with", () => {
  const run = new Run(model);
  const cluster = clusterAt(run, run.start);
  const daemonSet = cluster.daemonSets.get("default/agent");
  const containers = [{ name: "main", image: "agent:9" }];
  const { template } = daemonSet.spec;
  const edited = { ...daemonSet, spec: { ...daemonSet.spec, template: { ...template, spec: { containers } } } };
  cluster.api.update("daemonsets.apps", edited);
  expect(cluster.settle().daemonSets.get("default/agent").status).toMatchObject({
    observedGeneration: 2,
    updatedNumberScheduled: 2,
    numberAvailable: 2,
  });
});

test("an informer that is late in the world catches up in the cluster", () => {
  const run = new Run(model);
  const image = images(run, after(run, EDIT))[0];
  expect(images(run, run.start)).not.toContain(image);
  expect(images(run, after(run, STALE, EDIT))).toEqual([image, image]);
});

test("a second leader is there only while it believes that it leads", () => {
  const run = new Run(model);
  const second = "daemonset-controller-2";
  expect(Object.keys(clusterAt(run, run.start).state.components)).not.toContain(second);
  const two = after(run, { do: "twoLeaders", component: "daemonset-controller" });
  expect(Object.keys(clusterAt(run, two).state.components)).toContain(second);
});
