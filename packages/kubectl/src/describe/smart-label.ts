const ACRONYMS: ReadonlySet<string> = new Set(["API", "URL", "UID", "GUID"]);

/** `creationTimestamp` as `Creation Timestamp`, `apiVersion` as `API Version`. Source: kubectl/pkg/describe smartLabelFor. */
export function smartLabel(field: string): string {
  if (!/^[\p{L}-]*$/u.test(field)) return field;
  return mergeAcronyms(splitWords(field)).map(capitalize).join(" ");
}

/** Words at the changes of case, as in `HTTPServer`: `HTTP`, `Server`. Source: github.com/fatih/camelcase Split. */
function splitWords(field: string): string[] {
  const runs = field.match(/\p{Lu}+|\p{Ll}+|[^\p{Lu}\p{Ll}]+/gu) ?? [];
  for (let i = 0; i + 1 < runs.length; i++) {
    const [run, next] = [runs[i] as string, runs[i + 1] as string];
    if (!/^\p{Lu}/u.test(run) || !/^\p{Ll}/u.test(next)) continue;
    // The last capital belongs to the word that follows.
    runs[i + 1] = run.slice(-1) + next;
    runs[i] = run.slice(0, -1);
  }
  return runs.filter((run) => run !== "");
}

/** An acronym stays together with the word that it starts. */
function mergeAcronyms(words: readonly string[]): string[] {
  const merged: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const [word, next] = [words[i] as string, words[i + 1]];
    const joins = next !== undefined && word.length >= 2 && !/\p{Ll}/u.test(word) && /^\p{Lu}/u.test(next);
    merged.push(joins ? word + next : word);
    if (joins) i++;
  }
  return merged;
}

function capitalize(word: string): string {
  const upper = word.toUpperCase();
  if (ACRONYMS.has(upper)) return upper;
  return word.toLowerCase() === word ? upper.slice(0, 1) + word.slice(1) : word;
}
