/** The words that YAML 1.1 reads as something other than a string. Source: go.yaml.in/yaml/v2 resolve.go. */
const WORDS: ReadonlySet<string> = new Set(
  [
    "y Y yes Yes YES true True TRUE on On ON n N no No NO false False FALSE off Off OFF ~ null Null NULL",
    ".nan .NaN .NAN .inf .Inf .INF +.inf +.Inf +.INF -.inf -.Inf -.INF",
  ].flatMap((line) => line.split(" ")),
);

const INTEGER = /^[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
const BASE_60 = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/;
const DATE = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const DATE_TIME = /^(\d{4})-(\d{1,2})-(\d{1,2})([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})([.,]\d+)?(Z|[-+]\d{2}:\d{2})?$/;
const MAX_UINT64 = 2n ** 64n - 1n;

/** True where the text, unquoted, would be read back as a string. Source: go.yaml.in/yaml/v2 resolve, stringv. */
export function readsAsString(text: string): boolean {
  if (text === "" || WORDS.has(text) || BASE_60.test(text)) return false;
  const first = text[0] as string;
  if (first === ".") return !isFloat(text);
  if (!/[-+0-9]/.test(first)) return true;
  const plain = text.replaceAll("_", "");
  return !isTimestamp(text) && !isInteger(plain) && !isFloat(plain);
}

function isInteger(text: string): boolean {
  if (!INTEGER.test(text)) return false;
  const digits = text.replace(/^[-+]/, "");
  // Decimals out of range are floats, which are quoted too; other bases out of range are strings.
  if (!/^0[xXbBoO0-7]/.test(digits)) return true;
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
  return value <= MAX_UINT64;
}

function isFloat(text: string): boolean {
  return FLOAT.test(text) && Number.isFinite(Number(text));
}

function isTimestamp(text: string): boolean {
  const match = DATE.exec(text) ?? DATE_TIME.exec(text);
  if (match === null) return false;
  const [, year, month, day, separator, hour = "0", minute = "0", second = "0", , zone] = match;
  if (separator === " " ? zone !== undefined : separator !== undefined && zone === undefined) return false;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return false;
  return (
    Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month))
  );
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
