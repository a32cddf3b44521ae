import type { KubeObject, WatchEvent } from "@kubetick/core";
import { expect, test } from "vitest";
import { recordedHost } from "../../test/recorded-host.ts";
import type { KubectlHost } from "../host.ts";
import { run } from "../run.ts";

const START = Date.parse("2026-01-01T00:01:00Z");

function pod(phase: string): KubeObject {
  const metadata = {
    name: "a",
    namespace: "default",
    uid: "u",
    resourceVersion: "1",
    creationTimestamp: "2026-01-01T00:00:00Z",
  };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata,
    spec: { containers: [{ name: "a" }] },
    status: { phase },
  } as KubeObject;
}

/** One pod that starts to run after five seconds and is deleted after ten. */
function host(): KubectlHost {
  let now = START;
  const change = (
    type: WatchEvent["type"],
    resourceVersion: number,
    object: KubeObject,
    old: KubeObject,
  ): WatchEvent => {
    return { type, resource: "pods", key: "default/a", resourceVersion, object, old };
  };
  const timeline = [
    { at: START + 5_000, event: change("MODIFIED", 2, pod("Running"), pod("Pending")) },
    { at: START + 10_000, event: change("DELETED", 3, pod("Running"), pod("Running")) },
  ];
  return {
    ...recordedHost({ pods: [pod("Pending")] }, START),
    now: () => now,
    proceed(until) {
      const next = timeline.find(({ at }) => at > now && at <= until);
      now = next?.at ?? until;
      return next !== undefined;
    },
    events: (_, since) =>
      timeline.filter(({ at, event }) => at <= now && event.resourceVersion > since).map((t) => t.event),
  };
}

// The layout is that of the recorded tables; which rows come when is get.go's rule.
test("a watch prints what is there, then each change with its age", () => {
  expect(run(["get", "pods", "-w"], host()).stdout).toBe(
    "NAME   READY   STATUS    RESTARTS   AGE\n" +
      "a      0/1     Pending   0          60s\n" +
      "a      0/1     Running   0          65s\n" +
      "a      0/1     Running   0          70s\n",
  );
});

test("a watch lasts as long as --request-timeout says", () => {
  const { stdout } = run(["get", "pods", "--watch-only", "--request-timeout=7s"], host());
  expect(stdout).toBe("NAME   READY   STATUS    RESTARTS   AGE\n" + "a      0/1     Running   0          65s\n");
});

test("the types of events get a column", () => {
  const { stdout } = run(["get", "pods", "-w", "--output-watch-events", "--no-headers"], host());
  expect(stdout.split("\n").map((line) => line.slice(0, 10))).toEqual(["ADDED     ", "MODIFIED  ", "DELETED   ", ""]);
});
