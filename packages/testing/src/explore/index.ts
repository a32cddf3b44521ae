export type { Order } from "./agenda.ts";
export type { Counterexample, Exploration, ExploreOptions, Progress } from "./exploration.ts";
export { Explorer, explore } from "./explore.ts";
export { Judge } from "./judge.ts";
export { COMES_TO_REST } from "./liveness.ts";
