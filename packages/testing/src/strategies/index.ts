import type { UpdateStrategy } from "@kubetick/core";
import { canary } from "./canary.ts";
import { canaryFirst, oneZoneAtATime, pausesOnFailure, withinStep } from "./invariants.ts";
import { percentageSteps } from "./percentage-steps.ts";
import { zoneByZone } from "./zone-by-zone.ts";

export { type CanaryOptions, canary } from "./canary.ts";
export {
  canaryFirst,
  endsOrIsHeldUp,
  everyNodeUpdated,
  oneZoneAtATime,
  pausesOnFailure,
  strategyInvariants,
  withinStep,
} from "./invariants.ts";
export { type PercentageStepsOptions, percentageSteps } from "./percentage-steps.ts";
export { type Recipe, recipeOf } from "./recipes.ts";
export { type ZoneByZoneOptions, zoneByZone } from "./zone-by-zone.ts";

/** The strategies of this kit as they are without options, which tokens know by name. */
export const stockStrategies: readonly UpdateStrategy[] = [canary(), zoneByZone(), percentageSteps()];

/** What makes them, with options, and the invariants that go with them: for tokens. */
export const makers: Readonly<Record<string, (...options: never[]) => object>> = {
  canary,
  zoneByZone,
  percentageSteps,
  canaryFirst,
  oneZoneAtATime,
  withinStep,
  pausesOnFailure,
};
