import fc from "fast-check";

/** Values that no one means to send: as texts, numbers, keys, and as what JavaScript has and JSON has not. */

const LONG = "x".repeat(300);

const ODD_TEXTS = [
  "",
  " ",
  "a",
  "A_",
  "..",
  "a/b",
  "a/b/c",
  "-1",
  "150%",
  "-5%",
  "1e999",
  "-1e-999",
  "9999999999999999999999",
  "1Ei",
  "NaN",
  "Infinity",
  "null",
  "true",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "2026-02-31T00:00:00Z",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "node-1",
  "default",
  "kube-system",
  "kubernetes",
  "Always",
  "Exists",
  "In",
  "True",
  "NoExecute",
  "foregroundDeletion",
  "orphan",
  LONG,
  `${LONG}/${LONG}`,
  "\u0000",
  "\ud800",
  "é",
];

export const oddText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...ODD_TEXTS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 4 }) },
);

export const oddNumber: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: -3, max: 300 }),
  fc.constantFrom(
    -0,
    0.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    2 ** 53,
    -(2 ** 63),
    2 ** 63,
    2 ** 64,
  ),
);

const oddKey = fc.oneof(
  fc.constantFrom("__proto__", "constructor", "prototype", "toString", "valueOf", "toJSON", "then", "length", ""),
  fc.constantFrom("metadata", "spec", "status", "name", "labels", "kind", "apiVersion", "items", "$patch"),
  oddText,
);

/** An object with these keys of its own, as JSON.parse makes it: also `__proto__`. */
export function ownObject(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, false),
    oddNumber,
    oddText,
    fc.array(tie("json"), { maxLength: 3 }),
    fc.array(fc.tuple(oddKey, tie("json")), { maxLength: 4 }).map(ownObject),
  ),
}));

/** Any JSON at all. */
export const wildJson: fc.Arbitrary<unknown> = json;

function nested(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = "end";
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

function cyclic(): object {
  const first: { next?: unknown } = {};
  first.next = [first];
  return first;
}

/** What has no end, is deeper than any stack, or is no JSON. Made anew each time: nobody may remember it. */
const MONSTERS: Readonly<Record<string, () => unknown>> = {
  cyclic,
  deepObjects: () => nested(5_000, (inner) => ({ a: inner })),
  deepLists: () => nested(5_000, (inner) => [inner]),
  deeperThanGo: () => nested(20_000, (inner) => ({ properties: inner })),
  nan: () => Number.NaN,
  infinity: () => Number.NEGATIVE_INFINITY,
  bigint: () => 1n,
  symbol: () => Symbol("no JSON"),
  function: () => () => "no JSON",
  undefined: () => undefined,
  date: () => new Date(0),
  invalidDate: () => new Date(Number.NaN),
  map: () => new Map([["a", 1]]),
  noPrototype: () => Object.assign(Object.create(null), { a: 1 }),
  inherited: () => Object.create({ name: "inherited" }),
  sparse: () => new Array(3),
  holesInFields: () => ({ a: undefined }),
};

export const monster: fc.Arbitrary<unknown> = fc
  .constantFrom(...Object.keys(MONSTERS))
  .map((name) => MONSTERS[name]!());

export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: oddText },
  { weight: 3, arbitrary: oddNumber },
  { weight: 3, arbitrary: wildJson },
  { weight: 1, arbitrary: monster },
);
