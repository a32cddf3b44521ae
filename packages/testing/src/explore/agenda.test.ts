import { expect, test } from "vitest";
import { Agenda, type Order } from "./agenda.ts";

test.each<[Order, readonly number[]]>([
  ["breadth", [0, 1, 2, 3]],
  ["depth", [3, 2, 1, 0]],
  ["departures", [2, 1, 3, 0]],
])("by %s", (order, expected) => {
  const agenda = new Agenda(order);
  for (const [state, departures] of [2, 0, 0, 1].entries()) agenda.add(state, departures);
  expect(agenda.size).toBe(4);
  expect([0, 1, 2, 3].map(() => agenda.next())).toEqual(expected);
  expect(agenda.size).toBe(0);
});

test("a state with fewer departures comes first even where others have been begun", () => {
  const agenda = new Agenda("departures");
  agenda.add(0, 1);
  agenda.add(1, 1);
  expect(agenda.next()).toBe(1);
  agenda.add(2, 0);
  expect([agenda.next(), agenda.next()]).toEqual([2, 0]);
  expect(agenda.departures(2)).toBe(0);
});
