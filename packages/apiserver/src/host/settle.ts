import {
  type Cluster,
  type Duration,
  describeMoving,
  NotSettledError,
  parseDuration,
  type SettleOptions,
} from "@kubetick/cluster";
import { formatTime, type Millis } from "@kubetick/core";
import type { ClientHost } from "./client-host.ts";
import { runDry } from "./idle.ts";

/** More than this at one instant never ends: a client that asks again and again without a pause. */
const AT_ONE_INSTANT = 100_000;

export interface SettleWithClientsOptions extends SettleOptions {
  /** How much may happen without time to pass: more is taken for an endless loop. Default: 100,000 steps. */
  readonly atOneInstant?: number;
}

/**
 * The default schedule: lets the cluster and its clients work, each request answered in the order in which it came, each
 * news delivered, each timer fired when it is due, until all have come to rest. Timers that nobody waits for (`unref`),
 * intervals, and those whose firing changes nothing in the cluster are not waited for.
 *
 * @throws NotSettledError where it does not come to rest
 */
export async function settleWithClients(
  cluster: Cluster,
  hosts: readonly ClientHost[],
  { farOff = "10m", within = "1h", atOneInstant = AT_ONE_INSTANT }: SettleWithClientsOptions = {},
): Promise<void> {
  const bound = cluster.now + parseDuration(within);
  const far = parseDuration(farOff);
  let waitsForTimers = true;
  for (;;) {
    await workNow(cluster, hosts, atOneInstant);
    const { now, state } = cluster;
    const isAtRest = cluster.isAtRest({ farOff });
    const timer = waitsForTimers ? nextAwaited(hosts, now + far) : undefined;
    if (isAtRest && timer === undefined) return;
    if (now >= bound)
      throw new NotSettledError(
        `the cluster and its clients have not come to rest within ${within}:\n${describeWaiting(cluster, hosts)}`,
      );
    if (isAtRest) while (await moveOn(cluster, hosts, Math.min(timer ?? bound, bound), atOneInstant));
    else await moveOn(cluster, hosts, bound, atOneInstant);
    waitsForTimers = !isAtRest || cluster.state.resourceVersion !== state.resourceVersion;
  }
}

/** When the first timer is due that a client waits for. */
function nextAwaited(hosts: readonly ClientHost[], horizon: Millis): Millis | undefined {
  const timers = hosts.flatMap((host) => host.timers());
  const awaited = timers.filter(({ due, every, background }) => every === undefined && !background && due <= horizon);
  return awaited.length === 0 ? undefined : awaited.reduce((first, { due }) => Math.min(first, due), horizon);
}

/** Lets so much virtual time pass, and everything happen that is due on the way, in the default schedule. */
export async function advanceWithClients(
  cluster: Cluster,
  hosts: readonly ClientHost[],
  duration: Duration,
): Promise<void> {
  const until = cluster.now + parseDuration(duration);
  await workNow(cluster, hosts);
  while (await moveOn(cluster, hosts, until));
}

/** All that can happen without the clock: the cluster first, then each client, until none has anything left to do. */
async function workNow(cluster: Cluster, hosts: readonly ClientHost[], atOneInstant = AT_ONE_INSTANT): Promise<void> {
  const budget = { left: atOneInstant };
  do {
    while (cluster.proceed(cluster.now)) spend(budget, cluster, hosts);
    await runDry(() => hosts.reduce((sum, host) => sum + host.activity, 0));
  } while (hosts.some((host) => oneStep(host, budget, cluster, hosts)));
}

function spend(budget: { left: number }, cluster: Cluster, hosts: readonly ClientHost[]): void {
  if (budget.left-- <= 0)
    throw new NotSettledError(
      `too much happens at once for the clock ever to move on:\n${describeWaiting(cluster, hosts)}`,
    );
}

/** The first thing that a client waits for: an answer, news, a timer that is due. */
function oneStep(host: ClientHost, budget: { left: number }, cluster: Cluster, hosts: readonly ClientHost[]): boolean {
  const step = firstStep(host);
  if (step === undefined) return false;
  spend(budget, cluster, hosts);
  step();
  return true;
}

function firstStep(host: ClientHost): (() => void) | undefined {
  if (host.pending().length > 0) return () => host.answer(0);
  const watch = host.watches().find(({ news, ended }) => news.length > 0 || ended);
  if (watch !== undefined) return () => host.deliver(watch.id);
  return host.timerIsDue() ? () => host.fireTimer() : undefined;
}

/** Moves the clock to what comes next, of the cluster or its clients, and lets that happen. False, at `until`, where nothing comes. */
async function moveOn(
  cluster: Cluster,
  hosts: readonly ClientHost[],
  until: Millis,
  atOneInstant = AT_ONE_INSTANT,
): Promise<boolean> {
  const dues = hosts.flatMap((host) => host.nextDue() ?? []);
  const due = dues.reduce((earliest, each) => Math.min(earliest, each), until);
  const happened = cluster.proceed(due);
  await workNow(cluster, hosts, atOneInstant);
  return happened || due < until;
}

/** What has not come to rest, for people. */
function describeWaiting(cluster: Cluster, hosts: readonly ClientHost[]): string {
  const lines = hosts.flatMap((host) => [
    ...host.pending().map(({ text }) => `  ${host.name} waits for an answer: ${text}`),
    ...host.timers().map(({ due }) => `  ${host.name} has a timer that is due at ${formatTime(due)}`),
  ]);
  return [...lines, describeMoving(cluster.state)].filter((line) => line !== "").join("\n");
}
