import type { Counterexample } from "../explore/index.ts";
import type { Run } from "../model/index.ts";
import { tokenOf } from "../replay/index.ts";
import { tell } from "../story/index.ts";

/** A model's invariant does not hold. */
export class CheckFailedError extends Error {
  override readonly name = "CheckFailedError";
  readonly invariant: string;
  readonly fault: string;
  /** Plays the run again: `replay(token)`. */
  readonly token: string;
  /** A test that fails as long as the run does. */
  readonly regressionTest: string;
  readonly counterexample: Counterexample;
  /** What happened, line by line. */
  readonly story: readonly string[];

  constructor(run: Run, counterexample: Counterexample) {
    const { invariant, fault } = counterexample;
    const token = tokenOf(run.model, run, counterexample);
    const story = tell(run, counterexample);
    const test = regressionTest(invariant, token);
    super([...story, "", test, "", `or: npx kubetick replay ${token}`].join("\n"));
    this.invariant = invariant;
    this.fault = fault;
    this.token = token;
    this.regressionTest = test;
    this.counterexample = counterexample;
    this.story = story;
  }
}

/** A test that fails as long as the run does. */
function regressionTest(invariant: string, token: string): string {
  return [`test("${invariant} holds", () => {`, `  expect(replay("${token}").broken).toBeUndefined();`, "});"].join(
    "\n",
  );
}
