import type { MutationFile } from "../mutations/mutations.ts";
import { explanationOf, type MutationResult, shareOf } from "../mutations/result.ts";
import { table } from "./table.ts";

/** What the recorded run of `conformance:mutate` came to: a table, and whatever was not caught. */
export function mutated(files: readonly MutationFile[], result: MutationResult): string {
  const rows = files.map((file) => {
    const { mutations, caught, explained, unexplained } = shareOf(file, result[file.component] ?? []);
    return [file.component, mutations, caught, percent(caught, mutations), explained, unexplained];
  });
  const shares = table([["component", "wrong rules", "caught", "share", "explained", "not explained"], ...rows]);
  const survivors = files.flatMap((file) => survivorsOf(file, result));
  return survivors.length === 0 ? shares : `${shares}\n\nNot caught:\n\n${table([HEAD, ...survivors])}`;
}

const HEAD = ["rule", "what was wrong", "why no scenario tells"];

function survivorsOf({ component, mutations }: MutationFile, result: MutationResult): string[][] {
  const survivors = (result[component] ?? []).filter(({ caughtBy }) => caughtBy === null);
  return survivors.map((each) => [each.rule, each.wrong, explanationOf(each, mutations) ?? "**nobody knows**"]);
}

export function percent(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.floor((part / whole) * 1000) / 10} %`;
}

/** Components whose mutations are no longer those of the recorded run. */
export function outdated(files: readonly MutationFile[], result: MutationResult): string[] {
  const names = (list: readonly { rule: string; wrong: string }[]) =>
    list.map(({ rule, wrong }) => `${rule} ${wrong}`).join("\n");
  return files
    .filter(({ component, mutations }) => names(mutations) !== names(result[component] ?? []))
    .map(({ component }) => `${component}: its mutations have changed since they were run: npm run conformance:mutate`);
}
