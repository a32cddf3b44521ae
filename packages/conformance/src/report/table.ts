/** A table in Markdown, its columns aligned. The first row is the head; columns of numbers alone are set to the right. */
export function table([head = [], ...rows]: readonly (readonly (string | number)[])[]): string {
  const texts = [head, ...rows].map((row) => row.map((cell) => String(cell).replaceAll("|", "\\|")));
  const isNumber = head.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  const widths = head.map((_, column) => Math.max(3, ...texts.map((row) => row[column]?.length ?? 0)));
  const rule = widths.map((width, column) => (isNumber[column] ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  const padded = (row: readonly string[]) =>
    row.map((cell, column) =>
      isNumber[column] ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number),
    );
  const [first = [], ...others] = texts.map(padded);
  return [first, rule, ...others].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
