/** `strconv.ParseBool`. */
export function parseBool(text: string): boolean | undefined {
  if (["1", "t", "T", "true", "TRUE", "True"].includes(text)) return true;
  return ["0", "f", "F", "false", "FALSE", "False"].includes(text) ? false : undefined;
}

/** A decimal or `0x` integer, as pflag reads it. */
export function parseInteger(text: string): number | undefined {
  if (!/^[+-]?(\d+|0[xX][\da-fA-F]+)$/.test(text)) return undefined;
  const value = Number(text.replace(/^[+-]/, ""));
  return text.startsWith("-") ? -value : value;
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ns", 1e-6],
  ["us", 1e-3],
  ["µs", 1e-3],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);

/** A Go duration is 64 bits of nanoseconds: about 292 years. */
const LONGEST = 2 ** 63 / 1e6;

/** Go's `time.ParseDuration`, in milliseconds: `1h30m`, `-1s`, `0`. */
export function parseDuration(text: string): number | undefined {
  const body = text.replace(/^[+-]/, "");
  if (body === "0") return 0;
  if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/.test(body)) return undefined;
  let total = 0;
  for (const [, amount = "", unit = ""] of body.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) {
    total += Number(amount) * (UNITS.get(unit) ?? 0);
  }
  if (total > LONGEST) return undefined;
  return text.startsWith("-") ? -total : total;
}

/** One record of comma-separated values; undefined where a quote stands inside a field. */
export function readCsv(text: string): readonly string[] | undefined {
  if (text === "") return [];
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return undefined;
    fields.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] !== ",") return fields;
  }
}
