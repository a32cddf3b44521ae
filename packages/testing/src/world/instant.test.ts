import { type DaemonSet, viewOf } from "@kubetick/core";
import { expect, test } from "vitest";
import { rollout } from "../../test/models.ts";
import { explore } from "../explore/index.ts";
import { Run } from "../model/index.ts";

test("on instant nodes pods run, and are replaced by a rollout that keeps to all invariants", () => {
  const run = new Run(rollout(2, { cluster: { machines: "instant" } }));
  const [daemonSet] = viewOf(run.system.clusterState(run.start).tables).list<DaemonSet>("daemonsets.apps");
  expect(daemonSet?.status).toMatchObject({ desiredNumberScheduled: 2, numberAvailable: 2 });
  const { complete, counterexample } = explore(run);
  expect(counterexample).toBeUndefined();
  expect(complete).toBe(true);
});
