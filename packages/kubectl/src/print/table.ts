import type { KubeObject, Millis } from "@kubetick/core";

/** One column of a table, with the name as the server gives it; it is printed in capitals. */
export interface Column {
  readonly name: string;
  /** Printed with `-o wide` only. */
  readonly wide?: true;
  /** The column that `kind/` is put before, where several kinds are printed. */
  readonly isName?: true;
}

export type Cell = string | number | boolean | undefined;

export interface Row {
  readonly cells: readonly Cell[];
  readonly object: KubeObject;
}

/** The objects of one answer, as the server lays them out for kubectl. Source: apimachinery/pkg/apis/meta/v1 Table. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** How one kind is laid out. `cells` gives every column's cell, the wide ones too. */
export interface TableKind<T = KubeObject> {
  readonly columns: readonly Column[];
  cells(object: T, now: Millis): readonly Cell[];
}

/** The columns of a table: names that start with `+` are wide ones. The first is the name column unless told otherwise. */
export function columns(...names: readonly string[]): readonly Column[] {
  return names.map((name) => {
    if (name.startsWith("+")) return { name: name.slice(1), wide: true };
    return name === "Name" ? { name, isName: true } : { name };
  });
}
