/** How something of this kit was made: by which function, and with which options. Plain JSON, for tokens. */
export interface Recipe {
  readonly made: string;
  readonly with: readonly unknown[];
}

const recipes = new WeakMap<object, Recipe>();

/** Remembers with what options something was made; without any its name says all. */
export function made<T extends object>(by: string, options: readonly unknown[], it: T): T {
  const given = options.filter((option) => option !== undefined);
  if (given.length > 0) recipes.set(it, { made: by, with: given });
  return it;
}

/** Options as they are kept: none at all where none is given. */
export function given(options: object): readonly unknown[] {
  return Object.keys(options).length === 0 ? [] : [options];
}

export function recipeOf(it: object): Recipe | undefined {
  return recipes.get(it);
}
