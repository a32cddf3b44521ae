/** Calls `write` with each byte of the UTF-8 form of a text; half a surrogate pair counts as U+FFFD, as in Go. */
export function forEachByte(text: string, write: (byte: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) write(unit);
    else {
      const code = text.codePointAt(at) as number;
      writeCodePoint(code, write);
      if (code > 0xffff) at++;
    }
  }
}

/** For what is not ASCII. */
function writeCodePoint(code: number, write: (byte: number) => void): void {
  if (code >= 0xd800 && code < 0xe000) return writeCodePoint(0xfffd, write);
  if (code < 0x800) {
    write(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) write(0xe0 | (code >> 12));
    else {
      write(0xf0 | (code >> 18));
      write(0x80 | ((code >> 12) & 0x3f));
    }
    write(0x80 | ((code >> 6) & 0x3f));
  }
  write(0x80 | (code & 0x3f));
}

/** The order of the UTF-8 bytes, which is Go's order of strings. */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates stand for the code points above all others, but come before some of them in UTF-16. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
