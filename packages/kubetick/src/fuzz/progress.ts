import type { Totals } from "@kubetick/testing";

/** How far a campaign is, in one line. */
export interface Progress {
  readonly totals: Totals;
  /** How many different failures there are. */
  readonly failures: number;
  /** What this session has done. */
  readonly session: { readonly runs: number; readonly seconds: number };
  /** What is left, in seconds; undefined where nobody can say yet. */
  readonly left: number | undefined;
}

export function progressLine({ totals, failures, session, left }: Progress): string {
  const rate = session.seconds > 0 ? session.runs / session.seconds : 0;
  const found = failures === 0 ? "no failures" : counted(failures, "failure");
  const rest = left === undefined ? [] : [`${clock(left)} left`];
  return [
    counted(totals.runs, "run"),
    counted(totals.steps, "step"),
    `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} runs/s`,
    counted(totals.shapes, "shape"),
    found,
    ...rest,
  ].join(", ");
}

export function counted(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? "" : "s"}`;
}

function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return [hours > 0 ? `${hours}h` : "", whole >= 60 ? `${minutes}m` : "", `${rest}s`].join("");
}
