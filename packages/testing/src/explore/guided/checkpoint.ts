import type { Model } from "../../model/index.ts";
import { type CHECKPOINT_FORMAT, type ModelName, modelName } from "../checkpoint.ts";
import type { Counterexample } from "../exploration.ts";
import type { GraphJson } from "../graph.ts";
import type { MomentsJson } from "./moments.ts";
import type { PlanJson } from "./plan.ts";

/** A guided search as it stands between two runs. Plain JSON; it goes on from it in any process, and comes to the same counts. */
export interface GuidedCheckpoint {
  readonly format: typeof CHECKPOINT_FORMAT;
  /** What is searched, and how. */
  readonly search: GuidedName;
  /** What should hold sometimes, and has not yet been seen to. */
  readonly unseen: readonly string[];
  readonly runs: number;
  readonly steps: number;
  readonly graph: GraphJson;
  readonly moments: MomentsJson;
  readonly plan: PlanJson;
  /** A run has been left before its end. */
  readonly cut: boolean;
  readonly counterexample?: Counterexample;
}

/** What makes two searches the same, so that one can go on where the other was. */
interface GuidedName extends ModelName {
  readonly by: "guided";
  readonly symmetry: boolean;
}

export function guidedName(model: Model, { symmetry }: { readonly symmetry?: boolean }): GuidedName {
  return { by: "guided", ...modelName(model), symmetry: symmetry !== false };
}
