import { adoptsForTheLiving } from "./adoption.ts";
import { madeFromTemplate } from "./created-pods.ts";
import { deletesOnce } from "./deletes-once.ts";
import type { Invariant } from "./invariant.ts";
import { neverTwoOnNode, onePodPerNode, onlyWhereWanted } from "./one-pod-per-node.ts";
import { noOrphans, ownsWhatItSelects } from "./owners.ts";
import { noResurrection } from "./resurrection.ts";
import { historyKept, revisionsBounded, revisionsUnique } from "./revisions.ts";
import { observedGenerationNotAhead, statusTruthful } from "./status.ts";
import { statusTold } from "./status-told.ts";
import { deletesStranded } from "./stranded.ts";
import { onDeleteLeavesPods, rolloutEnds, upToDateAtEnd, upToDateMonotonic } from "./up-to-date.ts";
import { everyNodeServed } from "./waiting.ts";
import { withinMaxSurge } from "./within-max-surge.ts";
import { withinMaxUnavailable } from "./within-max-unavailable.ts";

/** All that holds of Kubernetes' own DaemonSets, whatever happens to the cluster: what is checked where nothing else is said. */
export const stockInvariants: readonly Invariant[] = [
  onePodPerNode,
  neverTwoOnNode,
  onlyWhereWanted,
  madeFromTemplate,
  withinMaxUnavailable,
  withinMaxSurge,
  onDeleteLeavesPods,
  upToDateMonotonic,
  upToDateAtEnd,
  rolloutEnds,
  observedGenerationNotAhead,
  statusTruthful,
  statusTold,
  revisionsUnique,
  revisionsBounded,
  historyKept,
  noOrphans,
  ownsWhatItSelects,
  adoptsForTheLiving,
  deletesOnce,
  deletesStranded,
  noResurrection,
  everyNodeServed,
];
