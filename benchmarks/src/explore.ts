import { explore, type Model, Run } from "@kubetick/testing";
import { randomHistories } from "./histories.ts";

/**
 * How fast the explorer and the random runs are, in one process, on one core: states and steps a second of CPU time. Nothing here
 * passes or fails by time.
 */

const manifest = {
  apiVersion: "apps/v1",
  kind: "DaemonSet",
  metadata: { name: "agent", namespace: "default" },
  spec: {
    selector: { matchLabels: { app: "agent" } },
    template: { metadata: { labels: { app: "agent" } }, spec: { containers: [{ name: "main", image: "agent:1" }] } },
  },
};
const start = [{ act: "apply", manifest }] as const;
const edit = (version: number) => ({ act: "setImage", daemonSet: "default/agent", image: `agent:${version}` }) as const;

interface Case {
  readonly what: string;
  readonly model: Model;
  readonly reduced: boolean;
  readonly maxStates?: number;
}

const rollout = (nodes: number): Model => ({ name: "rollout", cluster: { nodes }, start, may: [edit(2)] });

const CASES: readonly Case[] = [
  { what: "3 nodes, rollout, all interleavings", model: rollout(3), reduced: false },
  { what: "… twice edited", model: { ...rollout(3), may: [edit(2), edit(3)] }, reduced: false, maxStates: 200_000 },
  { what: "3 nodes again, the code being warm", model: rollout(3), reduced: false },
  {
    what: "… a crash, a conflict, a request unanswered",
    model: { ...rollout(3), faults: { controllerCrash: 1, conflict: 1, requestTimeout: 1 } },
    reduced: false,
  },
  { what: "4 nodes, rollout, unreduced", model: rollout(4), reduced: false },
  { what: "… reduced", model: rollout(4), reduced: true },
  {
    what: "5 nodes, rollout, a crash, stale caches, reduced",
    model: { ...rollout(5), faults: { controllerCrash: 1, staleCache: 1 } },
    reduced: true,
  },
];

function measure({ what, model, reduced, maxStates = 2_000_000 }: Case): void {
  const before = process.cpuUsage();
  const run = new Run(model);
  const { states, steps, complete } = explore(run, { symmetry: reduced, partialOrder: reduced, maxStates });
  const seconds = cpuSeconds(before);
  console.log(
    [
      what.padEnd(50),
      `${states} states${complete ? "" : " (cut)"}`.padEnd(22),
      `${seconds.toFixed(1)} s`.padEnd(10),
      `${Math.round(states / seconds)} states/s`.padEnd(16),
      `${Math.round(steps / seconds)} steps/s`,
    ].join(""),
  );
}

function cpuSeconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const quick = process.argv.includes("--quick");
for (const one of quick ? CASES.slice(0, 1) : CASES) measure(one);

/** Of one run: what it has computed for one history is good for the next. */
function measureHistories(what: string, play: (count: number) => number, histories: number): void {
  const before = process.cpuUsage();
  const steps = play(histories);
  const seconds = cpuSeconds(before);
  console.log(
    `${what.padEnd(50)}${`${histories} histories`.padEnd(22)}${`${seconds.toFixed(1)} s`.padEnd(10)}${Math.round(histories / seconds)} histories/s, ${Math.round(steps / seconds)} steps/s`,
  );
}

const play = randomHistories();
measureHistories("random histories of 30 steps on 10 nodes", play, quick ? 20 : 1_000);
if (!quick) measureHistories("… the next thousand", play, 1_000);
