import fc from "fast-check";
import type { UserAction } from "../actions/index.ts";
import { type UserActionConstraints, userAction } from "./user-action.ts";

/** Something that somebody does, and how long the cluster is left alone after it. */
export interface Move {
  readonly action: UserAction;
  /** So many steps of the cluster, or until it has come to rest. */
  readonly pause: number | "rest";
}

/**
 * A run of a cluster, as plain JSON: what people do, and which of the steps that are possible happens, where several are.
 * Each choice is an index into `enabled` (of as many as there are; past the last it begins again); after the last choice, and
 * with 0, it is the step that a tick would take.
 */
export interface History {
  readonly moves: readonly Move[];
  readonly choices: readonly number[];
}

export interface HistoryConstraints extends UserActionConstraints {
  /** How many moves at most. Default: 10. */
  readonly maxMoves?: number;
  /** How many choices at most. Default: 50. */
  readonly maxChoices?: number;
}

/** Shrinks to fewer moves, made at rest, and to an interleaving closer to that of a tick. */
export function history({
  maxMoves = 10,
  maxChoices = 50,
  ...actions
}: HistoryConstraints = {}): fc.Arbitrary<History> {
  return fc.record({ moves: moves(maxMoves, actions), choices: choices(maxChoices) });
}

export function moves(max: number, actions: UserActionConstraints = {}): fc.Arbitrary<readonly Move[]> {
  return fc.array(fc.record({ action: userAction(actions), pause: pause() }), { maxLength: max });
}

function pause(): fc.Arbitrary<number | "rest"> {
  return fc.oneof({ withCrossShrink: true }, fc.constant("rest" as const), fc.nat({ max: 60 }));
}

/** Zeros at the end say nothing: they are left out, so that what is left of a shrunk list matters. */
export function choices(max: number): fc.Arbitrary<readonly number[]> {
  const choice = fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat({ max: 9 }));
  return fc.array(choice, { maxLength: max }).map(withoutTrailingZeros, (value) => [...(value as readonly number[])]);
}

function withoutTrailingZeros(list: readonly number[]): readonly number[] {
  return list.slice(0, list.findLastIndex((choice) => choice !== 0) + 1);
}
