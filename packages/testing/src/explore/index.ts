export type { Order } from "./agenda.ts";
export {
  COMES_TO_REST,
  type Counterexample,
  type Exploration,
  type ExploreOptions,
  Explorer,
  explore,
  type Progress,
} from "./explore.ts";
export { Judge } from "./judge.ts";
