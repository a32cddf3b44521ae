import type { Entry } from "./campaign.ts";

/** A log of entries that has been read. */
export interface Log {
  readonly entries: readonly Entry[];
  /** The part of the text that is whole: what is torn at its end is to be cut off before something is appended. */
  readonly whole: string;
}

/** An entry as a line of the log. */
export function entryLine(entry: Entry): string {
  return `${JSON.stringify(entry)}\n`;
}

/**
 * Reads a log. What comes after its last line break was being written when somebody pulled the plug: nobody has been told of
 * it, and it is left out.
 *
 * @throws RangeError where a whole line is no entry: then something else has written into the log
 */
export function readLog(text: string): Log {
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const entries = whole
    .split("\n")
    .slice(0, -1)
    .map((line, at) => entryIn(line, at + 1));
  return { entries, whole };
}

function entryIn(line: string, number: number): Entry {
  try {
    const entry = JSON.parse(line) as Entry;
    if (Number.isSafeInteger(entry.unit) && Array.isArray(entry.firsts)) return entry;
  } catch {
    // It is told below.
  }
  throw new RangeError(`line ${number} of the log is damaged: ${line.slice(0, 60)}`);
}
