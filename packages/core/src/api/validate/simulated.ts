import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { type FieldError, invalid, notSupported } from "../field-error.ts";
import { quantityError } from "../quantity.ts";

/**
 * The specs of the simulation's own kinds (`components/kubelet/machine.ts`, `behaviour-rules.ts`). No real server knows
 * them: the words are ours. A field that is misspelt would do nothing, and so is an error.
 */

/** Says what is wrong with a value; undefined where nothing is. */
type Check = (value: Json, path: string) => readonly FieldError[];

const FINE: readonly FieldError[] = [];

/** About three hundred years: longer than any simulation, and safe to add up. */
const LONGEST = 1e13;

function wanted(fits: (value: Json) => boolean, detail: string): Check {
  return (value, path) => (fits(value) ? FINE : [invalid(path, value, `must be ${detail}`)]);
}

const text = wanted((value) => typeof value === "string", "a string");
const yesOrNo = wanted((value) => typeof value === "boolean", "true or false");
const millis = wanted(
  (value) => typeof value === "number" && value >= 0 && value <= LONGEST,
  `milliseconds, from 0 to ${LONGEST}`,
);
/** A year: a clock that is further off than that shows nothing more. */
const MOST_SKEW = 366 * 86_400_000;
const clockSkew = wanted(
  (value) => Number.isSafeInteger(value) && Math.abs(value as number) <= MOST_SKEW,
  `whole milliseconds, from -${MOST_SKEW} to ${MOST_SKEW}`,
);
/** A thousand times slower, a second is a quarter of an hour. */
const MOST_SLOWDOWN = 1000;
const slowdown = wanted(
  (value) => Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= MOST_SLOWDOWN,
  `a whole number, from 1 to ${MOST_SLOWDOWN}`,
);
const bytes = wanted((value) => typeof value === "number" && value >= 0 && value <= LONGEST, "a number of bytes");
const exitCode = wanted(
  (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255,
  "an exit code, from 0 to 255",
);
const quantity = wanted(
  (value) => (typeof value === "string" || typeof value === "number") && quantityError(String(value)) === undefined,
  'a quantity, such as "4" or "8Gi"',
);
const anyObject = wanted(isObject, "an object");

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function listOf(check: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((item: Json, at) => check(item, `${path}[${at}]`))
      : [invalid(path, value, "must be a list")];
}

function mapOf(check: Check): Check {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, item]) => check(item ?? null, `${path}[${key}]`))
      : [invalid(path, value, "must be an object")];
}

function record(checks: Readonly<Record<string, Check>>): Check {
  const fields = new Map(Object.entries(checks));
  return (value, path) => {
    if (!isObject(value)) return [invalid(path, value, "must be an object")];
    return Object.entries(value).flatMap(([name, field]) => {
      const check = fields.get(name);
      if (check === undefined) return [invalid(`${path}.${name}`, field ?? null, `no such field: ${names(fields)}`)];
      return field === null || field === undefined ? FINE : check(field, `${path}.${name}`);
    });
  };
}

function names(fields: ReadonlyMap<string, Check>): string {
  return `there are ${[...fields.keys()].join(", ")}`;
}

const exit = record({ after: millis, code: exitCode, reason: text, message: text });
const probeResult = record({ from: millis, ok: yesOrNo, output: text });
const probeResults: Check = (value, path) =>
  Array.isArray(value) ? listOf(probeResult)(value, path) : yesOrNo(value, path);

const IMAGE_BEHAVIOUR = record({
  image: text,
  node: text,
  env: mapOf(text),
  pullTime: millis,
  pullError: text,
  imageSize: bytes,
  startTime: millis,
  exits: (value, path) => (Array.isArray(value) ? listOf(exit)(value, path) : exit(value, path)),
  readiness: probeResults,
  liveness: probeResults,
  startup: probeResults,
  stopTime: millis,
  stopCode: exitCode,
});

const POWER = ["On", "Off"];

const MACHINE = record({
  power: (value, path) => (POWER.includes(value as string) ? FINE : [notSupported(path, value, POWER)]),
  bootTime: millis,
  clockSkew,
  slowdown,
  capacity: mapOf(quantity),
  staticPods: listOf(anyObject),
});

/** What is wrong with the spec of an ImageBehaviour. */
export function validateImageBehaviour({ spec }: { readonly spec?: Json }): readonly FieldError[] {
  return spec === undefined || spec === null ? FINE : IMAGE_BEHAVIOUR(spec, "spec");
}

/** What is wrong with the spec of a Machine. */
export function validateMachine({ spec }: { readonly spec?: Json }): readonly FieldError[] {
  return spec === undefined || spec === null ? FINE : MACHINE(spec, "spec");
}
