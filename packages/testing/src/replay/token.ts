import type { Model, Run } from "../model/index.ts";
import type { Choice } from "../world/index.ts";
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
  /** The names of the clients that took part, where there were any. */
  readonly clients?: readonly string[];
}

/** A text that plays a run again wherever kubetick runs. */
export function tokenOf(model: Model, run: Run, choices: readonly Choice[]): string {
  const places: number[] = [];
  let world = run.start;
  for (const choice of choices) {
    const place = run.play.numberOf(world, choice);
    if (place < 0)
      throw new RangeError(`step ${places.length + 1} of the run is not possible there: ${JSON.stringify(choice)}`);
    places.push(place);
    world = run.step(world, choice);
  }
  return writeToken({ model: plainModel(model), choices: places });
}

/** A recording as text. */
export function writeToken({ choices, ...rest }: Recording): string {
  const recording = { ...rest, choices: packed(choices) };
  return FORMAT + base64url(new TextEncoder().encode(JSON.stringify(recording)));
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
  try {
    const recording = JSON.parse(new TextDecoder().decode(fromBase64url(text.slice(FORMAT.length))));
    return { ...recording, choices: unpacked(recording.choices) };
  } catch {
    throw new RangeError("the token is damaged: was it cut off?");
  }
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
