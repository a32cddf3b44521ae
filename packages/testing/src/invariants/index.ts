export { adoptsForTheLiving } from "./adoption.ts";
export { madeFromTemplate } from "./created-pods.ts";
export { deletesOnce } from "./deletes-once.ts";
export {
  always,
  eventually,
  type Holds,
  type Invariant,
  type InvariantDetails,
  leadsTo,
  type Observation,
  sometimes,
} from "./invariant.ts";
export { firstViolation, isAtRest, observation, type Violation } from "./observe.ts";
export { neverTwoOnNode, onePodPerNode, onlyWhereWanted } from "./one-pod-per-node.ts";
export { noOrphans, ownsWhatItSelects } from "./owners.ts";
export { noResurrection } from "./resurrection.ts";
export { historyKept, revisionsBounded, revisionsUnique } from "./revisions.ts";
export { observedGenerationNotAhead, statusTruthful, upToDateCountsNewPods } from "./status.ts";
export { statusTold } from "./status-told.ts";
export { stockInvariants } from "./stock.ts";
export { deletesStranded } from "./stranded.ts";
export { onDeleteLeavesPods, rolloutEnds, upToDateAtEnd, upToDateMonotonic } from "./up-to-date.ts";
export { everyNodeServed } from "./waiting.ts";
export { strictlyWithinMaxSurge, withinMaxSurge } from "./within-max-surge.ts";
export { withinMaxUnavailable } from "./within-max-unavailable.ts";
