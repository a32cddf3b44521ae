export { ANY, type MayDo, type Model, type ModelCluster } from "./model.ts";
export { Run } from "./run.ts";
