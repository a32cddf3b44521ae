import type { Exploration, ExploreOptions, GuidedExploration, GuidedOptions } from "../explore/index.ts";

/** How a model is checked. */
export type CheckOptions =
  | RandomOptions
  | ({ readonly by: "explore" } & ExploreOptions)
  | ({ readonly by: "guided" } & GuidedOptions);

export interface RandomOptions {
  readonly by: "random";
  /** How many runs. Default: 100. */
  readonly runs?: number;
  /** Chooses the runs. A whole number. Default: one that differs each time; the failure tells it. */
  readonly seed?: number;
  /** In how many places a run departs from what happens by default, at most. Default: 20. */
  readonly departures?: number;
  /**
   * A run that is left alone is to come to rest within so many steps, a whole number; where one does not, and no state comes
   * twice, it never does (`comesToRest`). Default: 5,000, and 200 more for each node that there is in the beginning.
   */
  readonly restWithin?: number;
  /** How many steps there are between two departures, at most. Default: 30. */
  readonly gap?: number;
}

/** What a check that found nothing wrong has looked at. */
export type Report =
  | ({ readonly by: "explore" } & Exploration)
  | ({ readonly by: "guided" } & GuidedExploration)
  | { readonly by: "random"; readonly runs: number; readonly steps: number; readonly neverSeen: readonly string[] };
