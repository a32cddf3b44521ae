/** A difference that we know of: what real does, what we do, and why. */
export interface Listed {
  readonly scenario: RegExp;
  readonly at: RegExp;
  readonly real: string;
  readonly kubetick: string;
  readonly why: string;
}

export const LISTED: readonly Listed[] = [];
