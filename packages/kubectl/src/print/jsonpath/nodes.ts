/** One step of a path. Source: client-go/util/jsonpath/node.go. */
export type Step =
  | { readonly type: "field"; readonly name: string }
  | { readonly type: "wildcard" }
  | { readonly type: "recursive" }
  | {
      readonly type: "slice";
      readonly start?: number;
      readonly end?: number;
      readonly step?: number;
      readonly one: boolean;
    }
  | { readonly type: "union"; readonly paths: readonly Path[] }
  | { readonly type: "filter"; readonly left: Path; readonly operator: string; readonly right: Path }
  | { readonly type: "literal"; readonly value: string | number | boolean }
  | { readonly type: "identifier"; readonly name: string };

/** The steps between two braces. */
export type Path = readonly Step[];

/** A template: text as it stands, and the paths in braces. */
export type Template = readonly (string | Path)[];
