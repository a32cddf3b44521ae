export { Campaign, type Entry, type Folded, type Plan, planOf, type Totals } from "./campaign.ts";
export { foldOf } from "./fold.ts";
export { entryLine, type Log, readLog } from "./log.ts";
export { UnitPlayer } from "./play-unit.ts";
export { stockModel } from "./stock-model.ts";
export type { Failure, First, Unit, UnitResult } from "./unit.ts";
