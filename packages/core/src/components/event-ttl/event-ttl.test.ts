import { expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import { formatTime } from "../../time.ts";
import { eventTtl } from "./index.ts";

const event = (play: Play, name: string) =>
  play.create({
    apiVersion: "v1",
    kind: "Event",
    metadata: { name, namespace: "default" },
    involvedObject: { kind: "Pod", name: "p", namespace: "default" },
    reason: "R",
    message: "m",
    type: "Normal",
    source: { component: "c" },
    firstTimestamp: formatTime(play.state.now),
    lastTimestamp: formatTime(play.state.now),
    count: 1,
  });

test("EVENTTTL-EXPIRE-01 an event goes an hour after its last write", () => {
  const play = new Play(eventTtl);
  event(play, "a");
  event(play, "b");
  play.pass(1_800_000);
  play.patch("events", "default/b", { count: 2, lastTimestamp: formatTime(play.state.now) });
  play.pass(1_799_999);
  expect(play.names("events")).toEqual(["a", "b"]);
  play.pass(1);
  expect(play.names("events")).toEqual(["b"]);
  play.pass(1_800_000);
  expect(play.names("events")).toEqual([]);
  expect(play.machine.enabled(play.state)).toEqual([]);
});

test("EVENTTTL-TIMER-01 one timer for all events", () => {
  const play = new Play(eventTtl);
  for (let n = 0; n < 250; n++) event(play, `e${n}`);
  play.settle();
  expect(play.machine.enabled(play.state)).toEqual([{ type: "time", to: play.state.now + 3_600_000 }]);
  play.pass(3_600_000);
  expect(play.names("events")).toEqual([]);
});
