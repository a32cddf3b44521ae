/**
 * Amounts of resources: `100m`, `1.5Gi`, `2e3`. Exact, and bounded: no exponent is ever expanded beyond the digits given.
 * Source: staging/src/k8s.io/apimachinery/pkg/api/resource/{quantity,suffix,amount}.go.
 */
export type QuantityFormat = "DecimalSI" | "BinarySI" | "DecimalExponent";

/** The amount is `mantissa` × 10^`exponent`. */
export interface ParsedQuantity {
  readonly mantissa: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  /** The text as written, where the server keeps it because it takes it for canonical. */
  readonly text?: string;
  /** True where the server holds the amount as a big decimal instead of an int64: the two overflow differently. */
  readonly wide?: true;
}

export const QUANTITY_FORMAT_ERROR =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
export const QUANTITY_SUFFIX_ERROR = "unable to parse quantity's suffix";

const MAX_INT64 = 9223372036854775807n;
const MIN_EXPONENT = -9;
/** The digits that always fit into an int64. Source: resource/math.go maxInt64Factors. */
const MAX_INT64_DIGITS = 18;

const ZERO: ParsedQuantity = { mantissa: 0n, exponent: 0, format: "DecimalSI" };

interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const SUFFIXES: ReadonlyMap<string, Suffix> = new Map<string, Suffix>([
  ...(["n", "u", "m", "", "k", "M", "G", "T", "P", "E"] as const).map((name, i): [string, Suffix] => [
    name,
    { base: 10, exponent: 3 * i - 9, format: "DecimalSI" },
  ]),
  ...(["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"] as const).map((name, i): [string, Suffix] => [
    name,
    { base: 2, exponent: 10 * (i + 1), format: "BinarySI" },
  ]),
]);

function suffixFor(base: 2 | 10, exponent: number): string {
  for (const [name, suffix] of SUFFIXES) if (suffix.base === base && suffix.exponent === exponent) return name;
  // The server prints none either: `1000E` becomes `1`.
  return "";
}

const GRAMMAR = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;

const parsed = new Map<string, ParsedQuantity | string>();
const REMEMBERED = 2048;

/** Reads a quantity: the amount, or what is wrong with the text in the server's words. Never throws. */
export function parseQuantity(text: string): ParsedQuantity | string {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const quantity = parse(text);
  // A memo, not state: emptied when full, so that hostile input cannot fill the memory.
  if (parsed.size >= REMEMBERED) parsed.clear();
  if (text.length < 64) parsed.set(text, quantity);
  return quantity;
}

/** As `parseQuantity`, for text that validation has accepted already; anything else counts as zero. */
export function quantityOf(text: string | number | undefined): ParsedQuantity {
  if (text === undefined) return ZERO;
  const quantity = parseQuantity(String(text));
  return typeof quantity === "string" ? ZERO : quantity;
}

/** What is wrong with `text` as a quantity, or undefined. */
export function quantityError(text: string): string | undefined {
  const quantity = parseQuantity(text);
  return typeof quantity === "string" ? quantity : undefined;
}

function parse(text: string): ParsedQuantity | string {
  if (text === "") return QUANTITY_FORMAT_ERROR;
  if (text === "0") return { ...ZERO, text };
  const match = GRAMMAR.exec(text);
  if (match === null) return QUANTITY_FORMAT_ERROR;
  const [, sign, whole = "", fraction = "", suffixText = ""] = match;
  const suffix = parseSuffix(suffixText);
  if (suffix === undefined) return QUANTITY_SUFFIX_ERROR;
  const digits = (whole === "" ? "0" : whole) + fraction;
  const magnitude = BigInt(digits);
  const quick = parseShort(text, magnitude, digits, fraction.length, suffix);
  const amount = quick ?? { ...parseLong(magnitude, fraction.length, suffix), wide: true as const };
  return sign === "-" ? { ...amount, mantissa: -amount.mantissa } : amount;
}

function parseSuffix(text: string): Suffix | undefined {
  const named = SUFFIXES.get(text);
  if (named !== undefined) return named;
  if (!/^[eE][-+]?[0-9]+$/.test(text)) return undefined;
  const exponent = BigInt(text.slice(text[1] === "+" ? 2 : 1));
  if (exponent > MAX_INT64 || exponent < -MAX_INT64 - 1n) return undefined;
  // The server cuts the exponent down to 32 bits.
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: "DecimalExponent" };
}

/** The server's fast path: few enough digits for an int64. Here alone the text as written may be kept. */
function parseShort(
  text: string,
  magnitude: bigint,
  digits: string,
  fractionDigits: number,
  suffix: Suffix,
): ParsedQuantity | undefined {
  const { base, exponent, format } = suffix;
  if (base === 2) {
    const room = 15 - digits.length - Math.trunc(Math.fround((exponent * 3) / 10)) - 1;
    if (fractionDigits > 0 || room < 0) return undefined;
    const mantissa = magnitude << BigInt(exponent);
    if (mantissa > MAX_INT64) return undefined;
    return { mantissa, exponent: 0, format, ...((magnitude & 7n) !== 0n && { text }) };
  }
  const scale = exponent - fractionDigits;
  if (digits.length > MAX_INT64_DIGITS || scale < MIN_EXPONENT) return undefined;
  const canonical = scale % 3 === 0 && !digits.endsWith("000") && !digits.startsWith("0");
  return { mantissa: magnitude, exponent: scale, format, ...(canonical && { text }) };
}

function parseLong(magnitude: bigint, fractionDigits: number, suffix: Suffix): ParsedQuantity {
  const { base, exponent, format } = suffix;
  const scaled = base === 2 ? magnitude << BigInt(exponent) : magnitude;
  const scale = (base === 2 ? 0 : exponent) - fractionDigits;
  const amount = roundUpTo({ mantissa: scaled, exponent: scale, format }, MIN_EXPONENT);
  if (format !== "BinarySI") return amount;
  if (compareQuantity(amount, integerQuantity(MAX_INT64)) > 0) return { mantissa: MAX_INT64, exponent: 0, format };
  const belowOne = amount.mantissa > 0n && compareQuantity(amount, integerQuantity(1n)) < 0;
  return belowOne ? { ...amount, format: "DecimalSI" } : amount;
}

/** A whole number as a quantity. */
export function integerQuantity(value: bigint | number, format: QuantityFormat = "DecimalSI"): ParsedQuantity {
  return { mantissa: BigInt(value), exponent: 0, format };
}

/** The amount without digits below 10^`exponent`, rounded away from zero. */
function roundUpTo(quantity: ParsedQuantity, exponent: number): ParsedQuantity {
  const drop = exponent - quantity.exponent;
  if (drop <= 0 || quantity.mantissa === 0n) return quantity;
  const { mantissa, format } = quantity;
  const sign = mantissa < 0n ? -1n : 1n;
  const magnitude = mantissa * sign;
  // All digits go: no need to build 10^drop, which may be enormous.
  if (drop > digitCount(magnitude)) return { mantissa: sign, exponent, format };
  const divisor = 10n ** BigInt(drop);
  return { mantissa: ((magnitude + divisor - 1n) / divisor) * sign, exponent, format };
}

function digitCount(magnitude: bigint): number {
  return magnitude.toString().length;
}

/** Negative, zero or positive as `a` is less than, equal to or more than `b`. */
export function compareQuantity(a: ParsedQuantity, b: ParsedQuantity): number {
  const signA = signOf(a);
  const signB = signOf(b);
  if (signA !== signB || signA === 0) return signA - signB;
  if (a.exponent === b.exponent) return a.mantissa < b.mantissa ? -1 : a.mantissa > b.mantissa ? 1 : 0;
  const lengthA = digitCount(a.mantissa * BigInt(signA)) + a.exponent;
  const lengthB = digitCount(b.mantissa * BigInt(signB)) + b.exponent;
  if (lengthA !== lengthB) return lengthA < lengthB ? -signA : signA;
  const low = Math.min(a.exponent, b.exponent);
  const difference = expand(a, low) - expand(b, low);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function expand(quantity: ParsedQuantity, exponent: number): bigint {
  return quantity.mantissa * 10n ** BigInt(quantity.exponent - exponent);
}

export function signOf(quantity: ParsedQuantity): -1 | 0 | 1 {
  return quantity.mantissa < 0n ? -1 : quantity.mantissa === 0n ? 0 : 1;
}

/** Beyond this many digits a sum is not computed: the larger term stands for it. No resource is counted that finely. */
const MAX_DIGITS = 4096;

/** `a + b`, in the format of `a`, or of `b` where `a` is zero. */
export function addQuantity(a: ParsedQuantity, b: ParsedQuantity): ParsedQuantity {
  if (a.mantissa === 0n) return withoutText(b);
  if (b.mantissa === 0n) return withoutText(a);
  const low = Math.min(a.exponent, b.exponent);
  if (Math.max(a.exponent, b.exponent) - low > MAX_DIGITS) return withoutText(a.exponent > b.exponent ? a : b);
  return { mantissa: expand(a, low) + expand(b, low), exponent: low, format: a.format };
}

/** `a - b`, in the format of `a`, or of `b` where `a` is zero. */
export function subtractQuantity(a: ParsedQuantity, b: ParsedQuantity): ParsedQuantity {
  return addQuantity(a, { ...withoutText(b), mantissa: -b.mantissa });
}

function withoutText({ mantissa, exponent, format }: ParsedQuantity): ParsedQuantity {
  return { mantissa, exponent, format };
}

/**
 * The amount in units of 10^`exponent`, rounded away from zero. What an int64 does not hold overflows as on the server:
 * to zero or around the corner. Source: resource/amount.go AsScaledInt64, resource/scale_int.go scaledValue.
 */
export function scaledValue(quantity: ParsedQuantity, exponent: number): bigint {
  const shift = quantity.exponent - exponent;
  if (quantity.wide) return wideScaledValue(quantity, shift);
  if (shift <= 0) return roundUpTo(quantity, exponent).mantissa;
  if (quantity.mantissa === 0n || shift > 19) return 0n;
  const value = quantity.mantissa * 10n ** BigInt(shift);
  const wrapped = BigInt.asIntN(64, value);
  return wrapped === value || WRAPPING_SHIFTS.has(shift) ? wrapped : 0n;
}

/** The powers of ten for which the server multiplies without looking at the overflow. */
const WRAPPING_SHIFTS: ReadonlySet<number> = new Set([1, 2, 3, 6, 9]);

function wideScaledValue(quantity: ParsedQuantity, shift: number): bigint {
  if (shift >= 0) {
    const factor = shift > 18 ? -MAX_INT64 - 1n : 10n ** BigInt(shift);
    return BigInt.asIntN(64, BigInt.asIntN(64, quantity.mantissa) * factor);
  }
  const { mantissa } = quantity;
  const divisor = -shift > digitCount(mantissa) ? undefined : 10n ** BigInt(-shift);
  const exact = divisor === undefined ? mantissa === 0n : mantissa % divisor === 0n;
  const quotient = divisor === undefined ? 0n : mantissa / divisor;
  return BigInt.asIntN(64, exact ? quotient : quotient + 1n);
}

/** The amount in thousandths, as CPU is counted: `1500m` is 1500. Rounded up; beyond 2^53 it loses precision. */
export function asMilli(text: string | number | undefined): number {
  return Number(scaledValue(quantityOf(text), -3));
}

/** The amount as a whole number, as memory is counted. Rounded up; beyond 2^53 it loses precision. */
export function asInteger(text: string | number | undefined): number {
  return Number(scaledValue(quantityOf(text), 0));
}

/** The quantity's text as the server stores it: `1000m` becomes `1`, `1024Mi` becomes `1Gi`, `1.5` becomes `1500m`. */
export function formatQuantity(quantity: ParsedQuantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.mantissa === 0n) return "0";
  if (quantity.format === "BinarySI") {
    const binary = formatBinary(quantity);
    if (binary !== undefined) return binary;
  }
  return formatDecimal(quantity);
}

/** Undefined where the binary form would round, or is not used: between -1024 and 1024. */
function formatBinary(quantity: ParsedQuantity): string | undefined {
  if (compareQuantity(quantity, integerQuantity(1024)) < 0 && compareQuantity(quantity, integerQuantity(-1024)) > 0) {
    return undefined;
  }
  const whole = roundUpTo(quantity, 0);
  if (compareQuantity(whole, quantity) !== 0) return undefined;
  let amount = expand(whole, 0);
  let exponent = 0;
  for (; amount % 1024n === 0n; exponent += 10) amount /= 1024n;
  return `${amount}${exponent === 0 ? "" : suffixFor(2, exponent)}`;
}

function formatDecimal(quantity: ParsedQuantity): string {
  const digits = quantity.mantissa.toString();
  const zeros = digits.length - digits.replace(/0+$/, "").length;
  let exponent = quantity.exponent + zeros;
  const pad = ((exponent % 3) + 3) % 3;
  exponent -= pad;
  const amount = digits.slice(0, digits.length - zeros) + "0".repeat(pad);
  if (quantity.format !== "DecimalExponent") return amount + suffixFor(10, exponent);
  return exponent === 0 ? amount : `${amount}e${exponent}`;
}

/** The text that the server would store for `text`; the text itself where it is no quantity. */
export function canonicalQuantity(text: string): string {
  let canonical = canonicals.get(text);
  if (canonical === undefined) {
    const quantity = parseQuantity(text);
    canonical = typeof quantity === "string" ? text : formatQuantity(quantity);
    if (canonicals.size >= MANY) canonicals.clear();
    if (text.length < LONG) canonicals.set(text, canonical);
  }
  return canonical;
}

/** A cluster has few different quantities, and many copies of each. */
const canonicals = new Map<string, string>();
const MANY = 1024;
const LONG = 64;
