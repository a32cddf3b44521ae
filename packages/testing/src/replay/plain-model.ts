import type { Component, UpdateStrategy } from "@kubetick/core";
import { type Invariant, stockInvariants } from "../invariants/index.ts";
import type { Model } from "../model/index.ts";
import { stockStrategies, strategyInvariants } from "../strategies/index.ts";

/** What of a model is code, and in a token has only a name. */
export interface ModelCode {
  readonly strategies?: readonly UpdateStrategy[];
  readonly components?: readonly Component[];
  readonly invariants?: readonly Invariant[];
}

/** A model as plain JSON. */
export interface PlainModel extends Omit<Model, "cluster" | "invariants"> {
  readonly cluster?: Omit<NonNullable<Model["cluster"]>, "strategies" | "components"> & {
    readonly strategies?: readonly string[];
    readonly components?: readonly string[];
  };
  /** Left out: the stock invariants. */
  readonly invariants?: readonly string[];
}

export function plainModel({ cluster, invariants, ...model }: Model): PlainModel {
  const { strategies, components, ...rest } = cluster ?? {};
  return {
    ...model,
    cluster: {
      ...rest,
      ...(strategies === undefined ? {} : { strategies: strategies.map(({ name }) => name) }),
      ...(components === undefined ? {} : { components: components.map(({ name }) => name) }),
    },
    ...(invariants === undefined || invariants === stockInvariants
      ? {}
      : { invariants: invariants.map(({ name }) => name) }),
  };
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

function named<T extends { readonly name: string }>(what: string, known: readonly T[]): (name: string) => T {
  return (name) => {
    const found = known.find((one) => one.name === name);
    if (found === undefined)
      throw new Error(
        `the run needs "${name}", which is code and is not in the token: pass it, as in replay(token, { ${what}: […] })`,
      );
    return found;
  };
}
