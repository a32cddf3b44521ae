export {
  always,
  eventually,
  type Holds,
  type Invariant,
  type InvariantDetails,
  leadsTo,
  type Observation,
  sometimes,
} from "./invariant.ts";
