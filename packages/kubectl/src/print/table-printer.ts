import { utf8Length } from "./bytes.ts";
import { escapeTerminal } from "./escape.ts";
import { formatLabels, type StringMap } from "./labels.ts";
import type { TabWriter } from "./tab-writer.ts";
import type { Column, Row, Table } from "./table.ts";

/** What the flags ask of a table. Source: cli-runtime/pkg/printers/interface.go PrintOptions. */
export interface TableOptions {
  readonly wide?: boolean | undefined;
  readonly noHeaders?: boolean | undefined;
  readonly withNamespace?: boolean | undefined;
  /** Put before the name of each object, such as `daemonset.apps`; none where only one kind is printed. */
  readonly kindPrefix?: string | undefined;
  readonly showLabels?: boolean | undefined;
  readonly columnLabels?: readonly string[] | undefined;
}

const EVENT_TYPES: ReadonlyMap<string, string> = new Map([
  ["ADDED", "ADDED   "],
  ["DELETED", "DELETED "],
  ["ERROR", "ERROR   "],
]);

/**
 * Writes tables, one below the other; the headers only where they differ from the last ones.
 *
 * Source: cli-runtime/pkg/printers/tableprinter.go HumanReadablePrinter.
 */
export class TablePrinter {
  readonly #options: TableOptions;
  readonly #writer: TabWriter;
  #lastColumns: readonly Column[] | undefined;
  #printedHeaders = false;

  constructor(writer: TabWriter, options: TableOptions) {
    this.#writer = writer;
    this.#options = options;
  }

  /** `eventType` adds the EVENT column, for `--output-watch-events`. */
  print(table: Table, eventType?: string): void {
    if (table.columns !== this.#lastColumns) {
      this.#lastColumns = table.columns;
      this.#printedHeaders = false;
    }
    const withHeaders = !this.#options.noHeaders && !this.#printedHeaders;
    if (table.rows.length === 0) return;
    this.#printedHeaders = true;
    const rows = table.rows.map((row) => this.#cells(table.columns, row, eventType));
    // The first line is as wide as the widest cell, uncut and in bytes.
    const widths = rows.reduce<readonly number[]>(
      (max, row) => row.map((c, i) => Math.max(utf8Length(c), max[i] ?? 0)),
      [],
    );
    if (withHeaders) this.#line(padded(this.#headers(table.columns, eventType), widths));
    for (const [i, row] of rows.entries()) {
      const cells = row.map(cellText);
      this.#line(i === 0 && !withHeaders ? padded(cells, widths, row) : cells);
    }
  }

  #line(cells: readonly string[]): void {
    this.#writer.write(`${cells.join("\t")}\n`);
  }

  #headers(columns: readonly Column[], eventType: string | undefined): string[] {
    const { withNamespace, columnLabels = [], showLabels } = this.#options;
    const names = columns.filter((column) => this.#shows(column)).map((column) => column.name);
    if (withNamespace) names.unshift("Namespace");
    if (eventType !== undefined) names.unshift("Event");
    for (const label of columnLabels) names.push(label.slice(label.lastIndexOf("/") + 1));
    if (showLabels) names.push("Labels");
    return names.map((name) => name.toUpperCase());
  }

  #cells(columns: readonly Column[], row: Row, eventType: string | undefined): string[] {
    const { withNamespace, columnLabels = [], showLabels, kindPrefix } = this.#options;
    const { metadata } = row.object;
    const cells: string[] = [];
    if (eventType !== undefined) cells.push(EVENT_TYPES.get(eventType) ?? eventType);
    if (withNamespace) cells.push(metadata.namespace ?? "");
    for (const [i, column] of columns.entries()) {
      if (!this.#shows(column)) continue;
      const text = String(row.cells[i] ?? "");
      cells.push(column.isName && kindPrefix ? `${kindPrefix}/${text}` : text);
    }
    for (const label of columnLabels) cells.push(labelOf(metadata.labels, label));
    if (showLabels) cells.push(formatLabels(metadata.labels));
    return cells;
  }

  #shows(column: Column): boolean {
    return this.#options.wide === true || !column.wide;
  }
}

function labelOf(labels: StringMap | undefined, name: string): string {
  return labels !== undefined && Object.hasOwn(labels, name) ? (labels[name] ?? "") : "";
}

/** All cells but the last, made as wide as the column's widest. Source: tableprinter.go printTable. */
function padded(cells: readonly string[], widths: readonly number[], measured: readonly string[] = cells): string[] {
  return cells.map((cell, i) => {
    const missing = (widths[i] ?? 0) - utf8Length(measured[i] ?? "");
    return i < cells.length - 1 && missing > 0 ? cell + " ".repeat(missing) : cell;
  });
}

/** A cell holds one line: the rest is cut off with an ellipsis. Source: tableprinter.go appendCellValue. */
function cellText(text: string): string {
  const end = text.search(/[\f\n\r]/);
  return end < 0 ? escapeTerminal(text) : `${escapeTerminal(text.slice(0, end))}...`;
}
