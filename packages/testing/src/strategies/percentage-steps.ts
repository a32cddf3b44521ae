import { type Duration, parseDuration } from "@kubetick/cluster";
import { type Pod, type RolloutPlan, type RolloutView, rollingUpdateWhere, type UpdateStrategy } from "@kubetick/core";
import { begun, newPods, notBegun, steadyAt } from "./nodes.ts";
import { given, made } from "./recipes.ts";

export interface PercentageStepsOptions {
  /** As DaemonSets ask for it. Default: `PercentageSteps`. */
  readonly name?: string;
  /** Of the nodes that should run a pod, rounded up: each more than the one before, the last 100. Default: 10, 50, 100. */
  readonly steps?: readonly number[];
  /** How long a new pod must have been available to count. Default: `30s`. */
  readonly wait?: Duration;
}

/**
 * A share of the nodes after another, each as `RollingUpdate` does it: the next when on as many nodes as the last allowed
 * the new pods have been available for a while. While a new pod fails, the rollout pauses: nothing more begins. When the
 * pod has recovered, or a newer template has come, it goes on by itself.
 *
 * A pod fails when a container has crashed or cannot start, and it has not been available for that while since.
 *
 * @throws RangeError where `steps` are none, or `wait` is no time span
 * @example
 * const cluster = new Cluster({ nodes: 10, strategies: [percentageSteps({ steps: [20, 100], wait: "1m" })] });
 * // … and in the DaemonSet: annotations: { "sim.kubetick.dev/update-strategy": "PercentageSteps" }
 */
export function percentageSteps(options: PercentageStepsOptions = {}): UpdateStrategy {
  const { name = "PercentageSteps", steps = [10, 50, 100], wait = "30s" } = options;
  if (steps.at(-1) !== 100 || steps.some((step, at) => !(step > (steps[at - 1] ?? 0))))
    throw new RangeError(`steps are percentages, each more than the one before and the last 100, and not ${steps}`);
  const span = parseDuration(wait);
  return made("percentageSteps", given(options), {
    name,
    plan(rollout) {
      const { steady, failing, nextAt } = look(rollout, span);
      const shares = steps.map((step) => Math.ceil((rollout.desired * step) / 100));
      const share = shares.find((nodes) => steady < nodes) ?? rollout.desired;
      return { ...upTo(rollout, failing ? 0 : share), requeueAfter: nextAt - rollout.now };
    },
  });
}

/** How many new pods have been available for the while, whether one fails, and when the next will have been. */
function look(rollout: RolloutView, wait: number) {
  let steady = 0;
  let failing = false;
  let nextAt = Number.POSITIVE_INFINITY;
  for (const pod of newPods(rollout)) {
    const at = steadyAt(pod, rollout, wait);
    if (at <= rollout.now) steady++;
    else {
      failing ||= hasFailed(pod);
      nextAt = Math.min(nextAt, at);
    }
  }
  return { steady, failing, nextAt };
}

/** Begins on so many nodes at most, with those where it has begun; on all of them there is no choice to be made. */
function upTo(rollout: RolloutView, share: number): RolloutPlan {
  if (share >= rollout.desired) return rollingUpdateWhere(rollout, () => true);
  const chosen = new Set<string>();
  for (const node of notBegun(rollout)) {
    if (begun(rollout) + chosen.size >= share) break;
    chosen.add(node.name);
  }
  return rollingUpdateWhere(rollout, (node) => chosen.has(node.name));
}

const STARTING: ReadonlySet<string | undefined> = new Set([undefined, "ContainerCreating", "PodInitializing"]);

function hasFailed({ status }: Pod): boolean {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].some(
    ({ restartCount, state }) =>
      restartCount > 0 || (state?.terminated?.exitCode ?? 0) !== 0 || !STARTING.has(state?.waiting?.reason),
  );
}
