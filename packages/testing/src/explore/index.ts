export type { Order } from "./agenda.ts";
export type { Checkpoint } from "./checkpoint.ts";
export { ONE_END } from "./ends/ends.ts";
export type { Counterexample, Exploration, ExploreOptions, Oracles, Progress } from "./exploration.ts";
export { Explorer, explore } from "./explore.ts";
export { exploreGuided, type GuidedExploration, type GuidedOptions, type GuidedProgress } from "./guided/guided.ts";
export { Judge } from "./judge.ts";
export { COMES_TO_REST } from "./liveness.ts";
