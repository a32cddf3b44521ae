import { hashState } from "../store/hash.ts";
import type { ClusterState } from "./state.ts";

/** The version of the snapshots that are written; older ones that can still be read would be listed here. */
export const SNAPSHOT_FORMAT = 1;

interface Snapshot {
  readonly kubetick: "snapshot";
  readonly format: number;
  /** The hash of the state, against damage. */
  readonly hash: string;
  /** The objects and arrays that occur more than once, each written once. */
  readonly shared: readonly unknown[];
  readonly state: unknown;
}

/** Says what is wrong with a snapshot that cannot be restored. */
export class SnapshotError extends Error {
  override readonly name = "SnapshotError";
}

/**
 * The state as text, at any point, also in the middle of a sync. What the state shares (a cache that is fresh, forks of
 * the same tables) is written once, and is shared again when restored.
 */
export function writeSnapshot(state: ClusterState): string {
  const { encoded, shared } = encodeSharing(state);
  const snapshot: Snapshot = {
    kubetick: "snapshot",
    format: SNAPSHOT_FORMAT,
    hash: hashState(state),
    shared,
    state: encoded,
  };
  return JSON.stringify(snapshot);
}

/** The state that a snapshot holds. Throws a `SnapshotError` where it is damaged, or from a version that is not known. */
export function readSnapshot(text: string): ClusterState {
  const snapshot = parse(text);
  if (snapshot.format !== SNAPSHOT_FORMAT) {
    throw new SnapshotError(
      `the snapshot has format ${JSON.stringify(snapshot.format)}, and this version of kubetick reads format ${SNAPSHOT_FORMAT}: use the version that wrote it, or a newer one`,
    );
  }
  const state = restored(snapshot);
  return state;
}

function parse(text: string): Snapshot {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SnapshotError(`the snapshot is no JSON (was it cut off?): ${(error as Error).message}`);
  }
  if (typeof value !== "object" || value === null || (value as Snapshot).kubetick !== "snapshot") {
    throw new SnapshotError('this is no kubetick snapshot: it lacks "kubetick": "snapshot"');
  }
  return value as Snapshot;
}

function restored({ hash, shared, state }: Snapshot): ClusterState {
  if (typeof state !== "object" || state === null || !Array.isArray(shared))
    throw new SnapshotError("the snapshot is damaged: it holds no state");
  let actual: string;
  let decoded: ClusterState;
  try {
    decoded = decodeSharing(state, shared) as ClusterState;
    actual = hashState(decoded);
  } catch (error) {
    throw new SnapshotError(`the snapshot is damaged: ${(error as Error).message}`);
  }
  if (actual !== hash)
    throw new SnapshotError(
      `the snapshot is damaged: its contents have the hash ${actual}, and it says ${JSON.stringify(hash)}`,
    );
  return decoded;
}

/** An array that starts with this stands for an entry of `shared`: `[MARK, index]`. A real array that does so gets another one in front. */
const MARK = "\u0000";

function encodeSharing(root: object): { encoded: unknown; shared: unknown[] } {
  const uses = new Map<object, number>();
  countUses(root, uses);
  const ids = new Map<object, number>();
  for (const [value, count] of uses) if (count > 1) ids.set(value, ids.size);
  const contents = (value: object): unknown =>
    Array.isArray(value)
      ? escaped(value.map(encode))
      : Object.fromEntries(Object.entries(value).map(([key, field]) => [key, encode(field)]));
  const encode = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    const id = ids.get(value);
    return id === undefined ? contents(value) : [MARK, id];
  };
  return { encoded: encode(root), shared: Array.from(ids.keys(), contents) };
}

function escaped(items: unknown[]): unknown[] {
  return items[0] === MARK ? [MARK, ...items] : items;
}

function countUses(value: unknown, uses: Map<object, number>): void {
  if (typeof value !== "object" || value === null) return;
  const count = uses.get(value) ?? 0;
  uses.set(value, count + 1);
  if (count === 0) for (const field of Object.values(value)) countUses(field, uses);
}

function decodeSharing(root: unknown, shared: readonly unknown[]): unknown {
  const done = new Map<number, unknown>();
  const decode = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (!Array.isArray(value)) return decodeFields(value, decode);
    if (value[0] !== MARK) return value.map(decode);
    if (value[1] === MARK) return value.slice(1).map(decode);
    return reference(value[1] as number);
  };
  const reference = (id: number): unknown => {
    if (!done.has(id)) {
      if (!Number.isInteger(id) || id < 0 || id >= shared.length)
        throw new Error(`it refers to a shared part ${id} that it does not hold`);
      done.set(id, undefined);
      done.set(id, decode(shared[id]));
    }
    return done.get(id);
  };
  return decode(root);
}

function decodeFields(value: object, decode: (value: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, decode(field)]));
}
