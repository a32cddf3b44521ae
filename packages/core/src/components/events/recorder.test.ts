import { describe, expect, test } from "vitest";
import { fakeSync, playPart } from "../../../test/support/fake-sync.ts";
import type { Event } from "../../kubernetes/types.ts";
import { EPOCH, formatTime } from "../../time.ts";
import { type EventToRecord, recordEvent } from "./recorder.ts";

const event = (reason: string, message: string, involvedObject: object = {}): EventToRecord => ({
  involvedObject: {
    kind: "Pod",
    name: "my-pod",
    namespace: "my-ns",
    uid: "C934D34AFB20242",
    apiVersion: "version",
    fieldPath: "spec.containers{mycontainer}",
    ...involvedObject,
  },
  type: "Normal",
  reason,
  message,
  component: "kubelet",
  host: "kubelet.node1",
});

/** Records all but the last event, then the last; each so many seconds after the one before. */
function lastOf(events: readonly EventToRecord[], seconds: number) {
  const sync = fakeSync();
  let requests: ReturnType<typeof playPart>["requests"] = [];
  for (const each of events) {
    requests = playPart(recordEvent(sync, each)).requests;
    sync.now += seconds * 1000;
  }
  return requests.map(({ verb, body }) => ({ verb, count: (body as Event).count, message: (body as Event).message }));
}

const times = (count: number, make: (i: number) => EventToRecord) => Array.from({ length: count }, (_, i) => make(i));
const duplicate = () => event("duplicate", "me again");
const similar = (i: number) => event("similar", `similar message ${i}`);

/**
 * The scenarios of staging/src/k8s.io/client-go/tools/record/events_cache_test.go TestEventCorrelator. Its clock moves
 * at each look, which is three times an event: the seconds here are three times those there.
 */
describe("recordEvent", () => {
  test.each([
    [
      "EV-01 a single event is created",
      [event("first", "i am first")],
      15,
      [{ verb: "create", count: 1, message: "i am first" }],
    ],
    ["EV-02 the same event is counted", times(2, duplicate), 15, [{ verb: "patch", count: 2, message: "me again" }]],
    [
      "EV-02 also more often than similar ones are told apart",
      times(11, duplicate),
      90,
      [{ verb: "patch", count: 11, message: "me again" }],
    ],
    ["EV-03 an event that comes too often is dropped", times(27, duplicate), 3, []],
    [
      "EV-03 other objects have a budget of their own",
      [...times(30, (i) => event(`reason-${i}`, "m", { name: `pod-${i}` })), event("unique", "snowflake")],
      15,
      [{ verb: "create", count: 1, message: "snowflake" }],
    ],
    [
      "EV-04 the tenth of similar ones stands for them",
      times(10, similar),
      15,
      [{ verb: "create", count: 1, message: "(combined from similar events): similar message 9" }],
    ],
    [
      "EV-04 and is counted from then on",
      times(11, similar),
      15,
      [{ verb: "patch", count: 2, message: "(combined from similar events): similar message 10" }],
    ],
    [
      "EV-02 other containers are not the same",
      [event("similar", "m", { fieldPath: "spec.containers{container2}" }), event("similar", "m")],
      15,
      [{ verb: "create", count: 1, message: "m" }],
    ],
    [
      "EV-04 after ten quiet minutes similar ones are told apart again",
      times(10, similar),
      1800,
      [{ verb: "create", count: 1, message: "similar message 9" }],
    ],
  ] as const)("%s", (_name, events, seconds, expected) => {
    expect(lastOf(events, seconds)).toEqual(expected);
  });

  test("EV-03 a burst of 25, then one each five minutes; the count goes on meanwhile", () => {
    const sync = fakeSync();
    const say = () => playPart(recordEvent(sync, duplicate())).requests.length;
    expect(times(26, duplicate).map(say)).toEqual([...Array(25).fill(1), 0]);
    sync.now += 299_999;
    expect(say()).toBe(0);
    sync.now += 1;
    const { requests } = playPart(recordEvent(sync, duplicate()));
    expect(requests[0]?.body).toEqual({ count: 28, lastTimestamp: formatTime(EPOCH + 300_000), message: "me again" });
    expect(say()).toBe(0);
  });

  test("EV-01 is written as client-go writes it (recorded from the real control plane)", () => {
    const involvedObject = {
      apiVersion: "apps/v1",
      kind: "DaemonSet",
      name: "agent",
      namespace: "default",
      resourceVersion: "244",
      uid: "2e0c0744",
    };
    const { requests } = playPart(
      recordEvent(fakeSync(), {
        involvedObject,
        type: "Normal",
        reason: "SuccessfulCreate",
        message: "Created pod: agent-mk5fl",
        component: "daemonset-controller",
      }),
    );
    const [{ body, resource, namespace }] = requests as [(typeof requests)[0] & object];
    const { metadata, ...rest } = body as Event;
    expect([resource, namespace]).toEqual(["events", "default"]);
    expect(metadata).toEqual({ name: expect.stringMatching(/^agent\.[0-9a-f]{16}$/), namespace: "default" });
    expect(rest).toEqual({
      apiVersion: "v1",
      kind: "Event",
      count: 1,
      eventTime: null,
      firstTimestamp: "2026-01-01T00:00:00Z",
      lastTimestamp: "2026-01-01T00:00:00Z",
      involvedObject,
      message: "Created pod: agent-mk5fl",
      reason: "SuccessfulCreate",
      reportingComponent: "daemonset-controller",
      reportingInstance: "",
      source: { component: "daemonset-controller" },
      type: "Normal",
    });
  });

  test("EV-05 a combined event does not say who reports it (recorded from the real control plane)", () => {
    const sync = fakeSync();
    const bodies = times(10, similar).map((each) => playPart(recordEvent(sync, each)).requests[0]?.body as Event);
    expect(bodies[8]).toMatchObject({ reportingComponent: "kubelet", reportingInstance: "kubelet.node1" });
    expect(bodies[9]).toMatchObject({
      reportingComponent: "",
      reportingInstance: "",
      source: { component: "kubelet", host: "kubelet.node1" },
    });
  });

  test("EV-06 an event that is gone is made again, with its count", () => {
    const sync = fakeSync();
    const [first] = playPart(recordEvent(sync, duplicate())).requests;
    sync.now += 3_600_000;
    const { requests } = playPart(recordEvent(sync, duplicate()), ({ verb, body }) =>
      verb === "patch" ? { code: 404, body: {} } : { code: 201, body: body as object },
    );
    expect(requests.map(({ verb }) => verb)).toEqual(["patch", "create"]);
    expect(requests[1]?.body).toMatchObject({
      metadata: (first?.body as Event).metadata,
      count: 2,
      firstTimestamp: formatTime(EPOCH),
      lastTimestamp: formatTime(EPOCH + 3_600_000),
    });
  });

  test("EV-07 names differ, also within a millisecond, and of a long object are still names", () => {
    const sync = fakeSync();
    const nameOf = (each: EventToRecord) =>
      (playPart(recordEvent(sync, each)).requests[0]?.body as Event).metadata.name;
    const names = [
      ...times(9, similar).map(nameOf),
      nameOf({ ...duplicate(), component: "other" }),
      nameOf({ ...duplicate(), host: "kubelet.node2" }),
    ];
    expect(new Set(names).size).toBe(names.length);
    expect(nameOf(event("a", "m", { name: "x".repeat(253) }))).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  test("EV-08 what is remembered is bounded, and what was used last stays", () => {
    const sync = fakeSync();
    const say = (i: number) => playPart(recordEvent(sync, event("r", "m", { name: `pod-${i}` }))).requests[0]?.verb;
    for (let i = 0; i < 9000; i++) {
      say(i);
      if (i % 1000 === 0) expect(say(0)).toBe("patch");
    }
    expect(sync.memory.keys("events/").length).toBeLessThanOrEqual(2 * 4096);
    expect(say(1)).toBe("create");
  });

  test("EV-09 an event about something without a namespace is in `default`", () => {
    const { requests } = playPart(
      recordEvent(fakeSync(), { ...duplicate(), involvedObject: { kind: "Node", name: "node-1" } }),
    );
    expect([requests[0]?.namespace, (requests[0]?.body as Event).metadata.namespace]).toEqual(["default", "default"]);
  });
});
