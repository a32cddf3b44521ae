import type { Millis } from "../../api/request.ts";
import type { Memory } from "../../machine/component.ts";

/**
 * How many creations and deletions a controller has asked for and has not yet seen in its cache. While there are any
 * it asks for no more: its cache is known to be behind. Kept in the component's memory, under the key of the object
 * that it syncs; nothing there means that nothing is expected.
 *
 * Source: pkg/controller/controller_utils.go ControllerExpectations, UIDTrackingControllerExpectations.
 */
export interface Expectations {
  readonly add: number;
  readonly del: number;
  /** When they were set. */
  readonly since: Millis;
  /** Which objects are to disappear, where deletions are told apart (ReplicaSets). */
  readonly deleting?: readonly string[];
}

/** Expectations that are not met by then were lost on the way, and are given up. */
export const EXPECTATIONS_TIMEOUT: Millis = 5 * 60_000;

const memoryKey = (key: string) => `expectations/${key}`;

export function getExpectations(memory: Memory, key: string): Expectations | undefined {
  return memory.get(memoryKey(key)) as Expectations | undefined;
}

/** Replaces what was expected before. */
export function setExpectations(memory: Memory, key: string, add: number, del: number, now: Millis): void {
  remember(memory, key, { add, del, since: now });
}

/** Expects these objects, and no other ones, to disappear. */
export function expectDeletions(memory: Memory, key: string, deleting: readonly string[], now: Millis): void {
  remember(memory, key, { add: 0, del: deleting.length, since: now, deleting });
}

export function deleteExpectations(memory: Memory, key: string): void {
  if (getExpectations(memory, key) !== undefined) memory.delete(memoryKey(key));
}

export function satisfiedExpectations(memory: Memory, key: string, now: Millis): boolean {
  const expected = getExpectations(memory, key);
  return expected === undefined || now - expected.since > EXPECTATIONS_TIMEOUT;
}

/** Something expected has been seen, or will not come. */
export function lowerExpectations(memory: Memory, key: string, add: number, del: number): void {
  const expected = getExpectations(memory, key);
  if (expected !== undefined)
    remember(memory, key, { ...expected, add: Math.max(0, expected.add - add), del: Math.max(0, expected.del - del) });
}

export function creationObserved(memory: Memory, key: string): void {
  lowerExpectations(memory, key, 1, 0);
}

/** A deletion has been seen. Of those set with `expectDeletions`, each object counts once; a count alone trusts the caller. */
export function deletionObserved(memory: Memory, key: string, object?: string): void {
  const expected = getExpectations(memory, key);
  if (expected === undefined) return;
  if (expected.deleting === undefined) return lowerExpectations(memory, key, 0, 1);
  if (object === undefined || !expected.deleting.includes(object)) return;
  remember(memory, key, {
    ...expected,
    del: expected.del - 1,
    deleting: expected.deleting.filter((other) => other !== object),
  });
}

function remember(memory: Memory, key: string, { add, del, since, deleting }: Expectations): void {
  if (add <= 0 && del <= 0) deleteExpectations(memory, key);
  else memory.set(memoryKey(key), deleting === undefined ? { add, del, since } : { add, del, since, deleting });
}
