import { expect } from "vitest";
import { toSatisfyInvariants } from "./invariants.ts";
import { toBeRolledOut, toHaveUpToDate } from "./rolled-out.ts";
import { clusterSerializer, objectSerializer } from "./serializers.ts";
import { toMatchTranscript } from "./transcript.ts";
import type { KubetickMatchers } from "./types.ts";

export { type ClusterFixtures, test } from "./fixture.ts";
export { clusterSerializer, objectSerializer } from "./serializers.ts";
export type { KubetickMatchers } from "./types.ts";

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration that this one adds to has it.
  interface Matchers<T = any> extends KubetickMatchers<T> {}
}

expect.extend({ toBeRolledOut, toHaveUpToDate, toSatisfyInvariants, toMatchTranscript });
expect.addSnapshotSerializer(objectSerializer);
expect.addSnapshotSerializer(clusterSerializer);
