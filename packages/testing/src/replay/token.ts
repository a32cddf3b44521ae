import { formatHash, hashJson } from "@kubetick/core/pieces";
import type { Model, Run } from "../model/index.ts";
import type { Choice, World } from "../world/index.ts";
import { type PlainModel, plainModel } from "./plain-model.ts";

const FORMAT = "kt1:";

// What Node and browsers have alike.
declare const btoa: (text: string) => string;
declare const atob: (text: string) => string;
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

/** What a token holds: the model, and which of the possible steps happened each time. */
export interface Recording {
  readonly model: PlainModel;
  readonly choices: readonly number[];
  /** The steps that repeat for ever after these, if any do. */
  readonly loop?: readonly number[];
  /** The steps of another run, with which this one is to agree. */
  readonly other?: readonly number[];
  /** In how many steps the run, left alone after these, does not come to rest, if it never does. */
  readonly alone?: number;
  /** The names of the clients that took part, where there were any. */
  readonly clients?: readonly string[];
}

/** What of a counterexample is played again. */
export interface Played {
  readonly choices: readonly Choice[];
  readonly loop?: readonly Choice[];
  readonly other?: readonly Choice[];
  readonly alone?: number;
}

/**
 * A text that plays a run again wherever kubetick runs.
 *
 * Throws a `RangeError` where the run cannot be.
 */
export function tokenOf(model: Model, run: Run, played: readonly Choice[] | Played): string {
  const { choices, loop, other, alone } = "choices" in played ? played : ({ choices: played } as Played);
  const { numbers, end } = numbered(run, run.start, choices);
  return writeToken({
    model: plainModel(model),
    choices: numbers,
    ...(alone !== undefined ? { alone } : loop === undefined ? {} : { loop: numbered(run, end, loop).numbers }),
    ...(other === undefined ? {} : { other: numbered(run, run.start, other).numbers }),
  });
}

function numbered(
  run: Run,
  start: World,
  choices: readonly Choice[],
): { readonly numbers: number[]; readonly end: World } {
  const numbers: number[] = [];
  let world = start;
  for (const choice of choices) {
    const place = run.play.numberOf(world, choice);
    if (place < 0)
      throw new RangeError(`step ${numbers.length + 1} of the run is not possible there: ${JSON.stringify(choice)}`);
    numbers.push(place);
    world = run.step(world, choice);
  }
  return { numbers, end: world };
}

/** A recording as text. What comes after the point tells whether what is before it is whole. */
export function writeToken({ choices, loop, other, ...rest }: Recording): string {
  const recording = {
    ...rest,
    choices: packed(choices),
    ...(loop === undefined ? {} : { loop: packed(loop) }),
    ...(other === undefined ? {} : { other: packed(other) }),
  };
  const text = base64url(new TextEncoder().encode(JSON.stringify(recording)));
  return `${FORMAT}${text}.${checkOf(text)}`;
}

/** Throws a `RangeError` that says what is wrong with a token that cannot be read. */
export function readToken(token: string): Recording {
  const text = token.trim();
  if (!text.startsWith(FORMAT))
    throw new RangeError(
      /^kt\d+:/.test(text)
        ? `the token was written by another version of kubetick (${text.slice(0, text.indexOf(":"))}, this one reads kt1)`
        : "this is no replay token: one begins with kt1:",
    );
  const [body = "", check] = text.slice(FORMAT.length).split(".");
  // Those of earlier versions have none.
  if (check !== undefined && check !== checkOf(body)) throw new RangeError(DAMAGED);
  try {
    const { choices, loop, other, ...recording } = JSON.parse(new TextDecoder().decode(fromBase64url(body)));
    return {
      ...recording,
      choices: unpacked(choices),
      ...(loop === undefined ? {} : { loop: unpacked(loop) }),
      ...(other === undefined ? {} : { other: unpacked(other) }),
    };
  } catch {
    throw new RangeError(DAMAGED);
  }
}

const DAMAGED = "the token is damaged: was it cut off?";

function checkOf(text: string): string {
  return formatHash(hashJson(text)).slice(-6);
}

/** Most choices are the first one: of these only the number is kept, as a negative one. */
function packed(places: readonly number[]): readonly number[] {
  const list: number[] = [];
  for (const place of places) {
    const last = list[list.length - 1] ?? 0;
    if (place > 0) list.push(place);
    else if (last < 0) list[list.length - 1] = last - 1;
    else list.push(-1);
  }
  return list;
}

function unpacked(list: readonly number[]): readonly number[] {
  return list.flatMap((item) => (item < 0 ? new Array<number>(-item).fill(0) : [item]));
}

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64url(text: string): Uint8Array {
  const bytes = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(bytes, (character) => character.charCodeAt(0));
}
