/**
 * Splits a command line into words as a POSIX shell does: quotes, backslashes, comments; a backslash before a new line joins lines.
 * Nothing is expanded. @throws Error where a quote is not closed.
 */
export function words(line: string): readonly string[] {
  const found: string[] = [];
  let word: string | undefined;
  let at = 0;
  const read = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null) return undefined;
    at = pattern.lastIndex;
    return match[1] ?? match[0];
  };
  while (at < line.length) {
    if (read(/\\\n/y) !== undefined) continue;
    if (read(/\s+/y) !== undefined) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else if (word === undefined && read(/#.*/y) !== undefined) {
    } else {
      const piece = read(/'([^']*)'/y) ?? doubleQuoted(read) ?? read(/\\([\s\S])/y) ?? read(/[^\s'"\\]+/y);
      if (piece === undefined) throw new Error(`unclosed quote in: ${line}`);
      word = (word ?? "") + piece;
    }
  }
  if (word !== undefined) found.push(word);
  return found;
}

function doubleQuoted(read: (pattern: RegExp) => string | undefined): string | undefined {
  return read(/"((?:[^"\\]|\\[\s\S])*)"/y)?.replace(/\\(["\\$`\n])/g, (_, char: string) => (char === "\n" ? "" : char));
}
