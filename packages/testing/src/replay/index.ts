export {
  type ModelCode,
  type ModelExports,
  modelCodeOf,
  modelWith,
  type PlainModel,
  plainModel,
} from "./plain-model.ts";
export { hashOf, type Replay, replay } from "./replay.ts";
export { type Recording, readToken, tokenOf } from "./token.ts";
