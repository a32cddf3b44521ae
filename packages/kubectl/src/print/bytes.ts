/** The bytes of a character in UTF-8: Go measures strings in bytes. */
function bytesOf(char: string): number {
  const code = char.codePointAt(0) as number;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const char of text) bytes += bytesOf(char);
  return bytes;
}

/** The text, cut off with an ellipsis where it has more bytes. */
export function shorten(text: string, longest: number): string {
  let bytes = 0;
  let kept = "";
  for (const char of text) {
    bytes += bytesOf(char);
    if (bytes > longest) return `${kept}...`;
    kept += char;
  }
  return text;
}
