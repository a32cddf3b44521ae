/** The order of a mapping's keys: natural, so that `a2` comes before `a10`. Source: go.yaml.in/yaml/v2 sorter.go Less. */
export function compareKeys(left: string, right: string): number {
  const a = [...left];
  const b = [...right];
  for (let i = 0; i < a.length && i < b.length; i++) {
    const x = a[i] as string;
    const y = b[i] as string;
    if (x === y) continue;
    const xLetter = isLetter(x);
    const yLetter = isLetter(y);
    if (xLetter && yLetter) return codeOrder(x, y);
    if (xLetter || yLetter) return yLetter ? -1 : 1;
    return compareNumbers(a, b, i) || codeOrder(x, y);
  }
  return a.length - b.length;
}

function compareNumbers(a: readonly string[], b: readonly string[], at: number): number {
  // A zero that differs inside a number does not start one: 1 stands for the digits before it.
  const start = (a[at] === "0" || b[at] === "0") && hasNonZeroDigitBefore(a, at) ? 1 : 0;
  const x = numberAt(a, at, start);
  const y = numberAt(b, at, start);
  return x.value - y.value || x.end - y.end;
}

function hasNonZeroDigitBefore(chars: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(chars[i]); i--) if (chars[i] !== "0") return true;
  return false;
}

function numberAt(chars: readonly string[], at: number, start: number): { value: number; end: number } {
  let value = start;
  let end = at;
  for (; isDigit(chars[end]); end++) value = value * 10 + Number(chars[end]);
  return { value, end };
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= "0" && char <= "9";
}

function isLetter(char: string): boolean {
  return /\p{L}/u.test(char);
}

function codeOrder(a: string, b: string): number {
  return (a.codePointAt(0) as number) - (b.codePointAt(0) as number);
}
