/** How a column is laid out: all in characters. */
export interface TabLayout {
  readonly minWidth: number;
  readonly padding: number;
  /** Columns never get narrower again after a flush. */
  readonly rememberWidths: boolean;
}

/** The layout of `kubectl get`. Source: cli-runtime/pkg/printers/tabwriter.go. */
export const TABLE_LAYOUT: TabLayout = { minWidth: 6, padding: 3, rememberWidths: true };
/** The layout of `kubectl describe`. Source: kubectl/pkg/describe/describe.go tabbedString. */
export const DESCRIBE_LAYOUT: TabLayout = { minWidth: 0, padding: 2, rememberWidths: false };

/**
 * Aligns text whose cells end with tabs, as Go's text/tabwriter does: a column is a run of adjacent lines that all have
 * a tab-terminated cell at that place, so a line without it starts the widths anew. The text after a line's last tab
 * belongs to no column.
 *
 * Source: Go's text/tabwriter, and github.com/liggitt/tabwriter for the remembered widths.
 */
export class TabWriter {
  readonly #layout: TabLayout;
  #text = "";
  #remembered: number[] = [];

  constructor(layout: TabLayout) {
    this.#layout = layout;
  }

  write(text: string): void {
    this.#text += text;
  }

  /** Returns what was written since the last flush, aligned. */
  flush(): string {
    if (this.#text === "") return "";
    // A form feed ends a line as a newline does.
    const lines = this.#text
      .replaceAll("\f", "\n")
      .split("\n")
      .map((line) => line.split(/[\t\v]/));
    this.#text = "";
    const padded = lines.map((cells) => [...cells]);
    this.#layOut(lines, padded, 0, lines.length, 0);
    return padded.map((cells) => cells.join("")).join("\n");
  }

  forgetWidths(): void {
    this.#remembered = [];
  }

  #layOut(lines: string[][], padded: string[][], from: number, to: number, column: number): void {
    let line = from;
    while (line < to) {
      if (!hasColumn(lines[line], column)) {
        line++;
        continue;
      }
      const start = line;
      while (line < to && hasColumn(lines[line], column)) line++;
      const width = this.#width(lines.slice(start, line), column);
      for (let i = start; i < line; i++) {
        const cells = padded[i] as string[];
        const text = cells[column] as string;
        cells[column] = text + " ".repeat(width - length(text));
      }
      this.#layOut(lines, padded, start, line, column + 1);
    }
  }

  #width(block: string[][], column: number): number {
    let width = this.#layout.minWidth;
    for (const cells of block) width = Math.max(width, length(cells[column] as string) + this.#layout.padding);
    if (!this.#layout.rememberWidths) return width;
    width = Math.max(width, this.#remembered[column] ?? 0);
    this.#remembered[column] = width;
    return width;
  }
}

function hasColumn(cells: readonly string[] | undefined, column: number): boolean {
  return cells !== undefined && column < cells.length - 1;
}

/** Characters, not UTF-16 units: Go counts runes. */
function length(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
