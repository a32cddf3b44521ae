import { hashJson } from "@kubetick/core/pieces";
import type { Model } from "../model/index.ts";
import { plainModel } from "../replay/plain-model.ts";
import type { Order } from "./agenda.ts";
import type { ExploreOptions } from "./exploration.ts";
import type { LedgerJson } from "./ledger.ts";

/** Of what is written now; others are refused. */
export const CHECKPOINT_FORMAT = 3;

/**
 * A search as it stands: which states are known, by which choices each was reached, and which have still to be looked at. Plain
 * JSON; the search goes on from it in any process, with as many threads as one likes, and comes to the same counts.
 */
export interface Checkpoint {
  readonly format: typeof CHECKPOINT_FORMAT;
  /** What is searched, and how. */
  readonly search: SearchName;
  /** What should hold sometimes, and has not yet been seen to. */
  readonly unseen: readonly string[];
  readonly ledger: LedgerJson;
}

/** What makes two searches the same, so that one can go on where the other was. */
export interface SearchName {
  readonly model: string;
  /** Of what of the model is data; its code is taken to be the same. */
  readonly modelHash: number;
  readonly order: Order;
  readonly symmetry: boolean;
  readonly partialOrder: boolean;
  readonly maxDepth: number | null;
}

/** What a search is of. */
export type ModelName = Pick<SearchName, "model" | "modelHash">;

export function modelName(model: Model): ModelName {
  return { model: model.name, modelHash: hashJson(JSON.parse(JSON.stringify(plainModel(model)))).low };
}

export function searchName(model: Model, options: ExploreOptions): SearchName {
  return {
    ...modelName(model),
    order: options.order ?? "breadth",
    symmetry: isSymmetric(options),
    partialOrder: options.partialOrder !== false,
    maxDepth: options.maxDepth ?? null,
  };
}

export function isSymmetric({ symmetry, oracles }: ExploreOptions): boolean {
  return symmetry !== false && oracles?.oneEnd !== true;
}

/** @throws RangeError where a search is not the one that the checkpoint is of */
export function assertSame<Name extends ModelName>(
  checkpoint: { readonly format: number; readonly search: Name },
  search: Name,
): void {
  if (checkpoint.format !== CHECKPOINT_FORMAT)
    throw new RangeError(
      `the checkpoint has the format ${checkpoint.format}, and this version of kubetick reads ${CHECKPOINT_FORMAT}`,
    );
  for (const key of Object.keys(search) as (keyof Name & string)[]) {
    const [kept, wanted] = [checkpoint.search[key], search[key]];
    if (kept === wanted) continue;
    throw new RangeError(
      key === "modelHash"
        ? `the checkpoint is of the model "${search.model}" as it was before it was changed`
        : `the checkpoint is of a search whose ${key} is ${JSON.stringify(kept)}, and not ${JSON.stringify(wanted)}`,
    );
  }
}
