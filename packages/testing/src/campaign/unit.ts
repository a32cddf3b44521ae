/**
 * A piece of a campaign: some runs of a model. Plain JSON. It can be done by itself, in any order, on any machine that has the
 * model, and comes to the same result everywhere.
 */
export interface Unit {
  /** Which one of the campaign: 0, 1, 2, … */
  readonly unit: number;
  /** The model's name. */
  readonly model: string;
  /** Chooses the runs. */
  readonly seed: number;
  /** How many runs. The first that fails is shrunk, and is the unit's last. */
  readonly runs: number;
  /** In how many places a run departs from what happens by default, at most. */
  readonly departures: number;
  /** How many steps there are between two departures, at most. */
  readonly gap: number;
}

/** What has come of a unit. Plain JSON. */
export interface UnitResult {
  readonly unit: number;
  /** How many runs were played, those to shrink a failure too. */
  readonly runs: number;
  readonly steps: number;
  readonly failure?: Failure;
  /** The runs that came to shapes to which no earlier one of the unit had. */
  readonly firsts: readonly First[];
}

/** A run that came to shapes (see `Shapes`) before any other did. */
export interface First {
  /** The run: after so many steps the so-manieth choice, and so on. */
  readonly departures: readonly (readonly [after: number, pick: number])[];
  readonly shapes: readonly number[];
}

/** A shrunk run in which an invariant does not hold. */
export interface Failure {
  readonly invariant: string;
  readonly fault: string;
  /** Names the shape of its story: failures with the same one count as one. */
  readonly fold: string;
  readonly steps: number;
  readonly story: readonly string[];
  /** Plays the run again. */
  readonly token: string;
  readonly regressionTest: string;
}
