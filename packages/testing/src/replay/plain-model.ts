import type { Component, UpdateStrategy } from "@kubetick/core";
import { type Invariant, stockInvariants } from "../invariants/index.ts";
import type { Model } from "../model/index.ts";
import { makers, type Recipe, recipeOf, stockStrategies, strategyInvariants } from "../strategies/index.ts";

/** What of a model is code, and in a token has only a name. */
export interface ModelCode {
  readonly strategies?: readonly UpdateStrategy[];
  readonly components?: readonly Component[];
  readonly invariants?: readonly Invariant[];
}

/** What is code, by name; or, if it is of this kit and was made with options, how it was made. */
export type PlainCode = string | Recipe;

/** What a module may export for a model: its code, or the model itself, which has the code in it. */
export type ModelExports = ModelCode & { readonly default?: Partial<Model>; readonly model?: Partial<Model> };

/** The code that a module has for a model. */
export function modelCodeOf({ strategies = [], components = [], invariants = [], ...rest }: ModelExports): ModelCode {
  const { cluster, ...model } = rest.default ?? rest.model ?? {};
  return {
    strategies: [...strategies, ...(cluster?.strategies ?? [])],
    components: [...components, ...(cluster?.components ?? [])],
    invariants: [...invariants, ...(model.invariants ?? [])],
  };
}

/** A model as plain JSON. */
export interface PlainModel extends Omit<Model, "cluster" | "invariants"> {
  readonly cluster?: Omit<NonNullable<Model["cluster"]>, "strategies" | "components"> & {
    readonly strategies?: readonly PlainCode[];
    readonly components?: readonly string[];
  };
  /** Left out: the stock invariants. */
  readonly invariants?: readonly PlainCode[];
}

export function plainModel({ cluster, invariants, ...model }: Model): PlainModel {
  const { strategies, components, ...rest } = cluster ?? {};
  return {
    ...model,
    cluster: {
      ...rest,
      ...(strategies === undefined ? {} : { strategies: strategies.map(plain) }),
      ...(components === undefined ? {} : { components: components.map(({ name }) => name) }),
    },
    ...(invariants === undefined || invariants === stockInvariants ? {} : { invariants: invariants.map(plain) }),
  };
}

function plain(it: { readonly name: string }): PlainCode {
  return recipeOf(it) ?? it.name;
}

/** The model with its code. Throws an error that says which code is missing. */
export function modelWith({ cluster = {}, invariants, ...model }: PlainModel, code: ModelCode): Model {
  const { strategies, components, ...rest } = cluster;
  const strategyNamed = named("strategies", [...(code.strategies ?? []), ...stockStrategies]);
  const componentNamed = named("components", code.components ?? []);
  const invariantNamed = named("invariants", [...(code.invariants ?? []), ...stockInvariants, ...strategyInvariants]);
  return {
    ...model,
    cluster: {
      ...rest,
      ...(strategies === undefined ? {} : { strategies: strategies.map(strategyNamed) }),
      ...(components === undefined ? {} : { components: components.map(componentNamed) }),
    },
    ...(invariants === undefined ? {} : { invariants: invariants.map(invariantNamed) }),
  };
}

function named<T extends { readonly name: string }>(what: string, known: readonly T[]): (it: PlainCode) => T {
  return (it) => {
    if (typeof it !== "string") return madeAgain<T>(it);
    const name = it;
    const found = known.find((one) => one.name === name);
    if (found === undefined)
      throw new Error(
        `the run needs "${name}", which is code and is not in the token: pass it, as in replay(token, { ${what}: […] })`,
      );
    return found;
  };
}

function madeAgain<T>({ made, with: options }: Recipe): T {
  const make = Object.hasOwn(makers, made) ? makers[made] : undefined;
  if (make === undefined)
    throw new Error(
      `the run needs what "${made}" makes, and there is none: was the token written by a newer kubetick?`,
    );
  return make(...(options as never[])) as T;
}
