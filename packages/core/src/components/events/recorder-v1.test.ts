import { describe, expect, test } from "vitest";
import { fakeSync, playPart } from "../../../test/support/fake-sync.ts";
import type { Event } from "../../kubernetes/types.ts";
import { EPOCH, formatMicroTime } from "../../time.ts";
import { type EventV1ToRecord, recordEventV1 } from "./recorder-v1.ts";

const regarding = {
  apiVersion: "v1",
  kind: "Pod",
  name: "lonely",
  namespace: "default",
  resourceVersion: "609",
  uid: "f07332dd",
};
const failed = (note = "0/3 nodes are available"): EventV1ToRecord => ({
  regarding,
  type: "Warning",
  reason: "FailedScheduling",
  action: "Scheduling",
  note,
  reportingController: "default-scheduler",
  reportingInstance: "default-scheduler-vm",
});

describe("recordEventV1", () => {
  test("EV-10 is written as the real scheduler's events are stored (recorded from the real control plane)", () => {
    const [request] = playPart(recordEventV1(fakeSync(), failed())).requests;
    const { metadata, ...rest } = request?.body as Event;
    expect(metadata).toEqual({ name: expect.stringMatching(/^lonely\.[0-9a-f]{16}$/), namespace: "default" });
    expect(rest).toEqual({
      action: "Scheduling",
      apiVersion: "v1",
      eventTime: "2026-01-01T00:00:00.000000Z",
      firstTimestamp: null,
      involvedObject: regarding,
      kind: "Event",
      lastTimestamp: null,
      message: "0/3 nodes are available",
      reason: "FailedScheduling",
      reportingComponent: "default-scheduler",
      reportingInstance: "default-scheduler-vm",
      source: {},
      type: "Warning",
    });
  });

  // staging/src/k8s.io/client-go/tools/events/event_broadcaster.go recordToSink.
  test("EV-11 the second makes a series, whatever its note; more are only counted", () => {
    const sync = fakeSync();
    const say = (note?: string) => playPart(recordEventV1(sync, failed(note))).requests;
    const [first] = say();
    sync.now += 1000;
    expect(say("0/4 nodes are available")).toMatchObject([
      {
        verb: "patch",
        name: (first?.body as Event).metadata.name,
        body: { series: { count: 2, lastObservedTime: formatMicroTime(EPOCH + 1000) } },
      },
    ]);
    expect(say()).toEqual([]);
    expect(say()).toEqual([]);
  });

  test("EV-11 another version of the object is another event", () => {
    const sync = fakeSync();
    playPart(recordEventV1(sync, failed()));
    expect(
      playPart(recordEventV1(sync, { ...failed(), regarding: { ...regarding, resourceVersion: "610" } })).requests[0]
        ?.verb,
    ).toBe("create");
  });

  test("EV-12 a series that has been quiet for six minutes is over: its count is written, and the next is a new event", () => {
    const sync = fakeSync();
    const say = () => playPart(recordEventV1(sync, failed())).requests;
    const [first] = say();
    say();
    say();
    sync.now = EPOCH + 13 * 60_000;
    const requests = say();
    expect(requests.map(({ verb }) => verb)).toEqual(["patch", "create"]);
    expect(requests[0]?.body).toEqual({ series: { count: 3, lastObservedTime: formatMicroTime(EPOCH) } });
    expect((requests[1]?.body as Event).metadata.name).not.toBe((first?.body as Event).metadata.name);
  });

  test("EV-12 a series whose event is gone is made again", () => {
    const sync = fakeSync();
    const [first] = playPart(recordEventV1(sync, failed())).requests;
    const { requests } = playPart(recordEventV1(sync, failed()), ({ verb, body }) =>
      verb === "patch" ? { code: 404, body: {} } : { code: 201, body: body as object },
    );
    expect(requests[1]?.body).toMatchObject({ metadata: (first?.body as Event).metadata, series: { count: 2 } });
  });
});
