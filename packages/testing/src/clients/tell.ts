import { kubectl } from "@kubetick/kubectl";
import { age, isEmpty } from "../story/tell.ts";
import type { ClientRun } from "./run/run.ts";

/** Tells a run: what happened at which virtual time since its start, and how what it is about stands at the end. */
export function tellRun(heading: string, run: ClientRun): readonly string[] {
  const { story, setting } = run;
  return [heading, ...story.map(({ at, text }) => `  ${age(at - setting.start.now)}  ${text}`), ...tablesOf(run)];
}

/** What clients have written, and the DaemonSets with their pods where there are any. */
function tablesOf({ setting, state, written }: ClientRun): readonly string[] {
  const $ = kubectl(setting.clusterAt(state));
  const others = [...written].filter((resource) => resource !== "pods" && resource !== "daemonsets.apps").sort();
  return [
    $`get daemonsets -A`.toString(),
    $`get pods -A -o wide`.toString(),
    ...others.map((resource) => $`get ${resource} -A`.toString()),
  ]
    .filter((table) => !isEmpty(table))
    .flatMap((table) => table.trimEnd().split("\n"));
}
