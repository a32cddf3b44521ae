export { createDaemonSetController, type DaemonSetControllerOptions } from "./controller.ts";
export { onDelete } from "./on-delete.ts";
export { rollingUpdate } from "./rolling-update.ts";
export { rollingUpdateWhere } from "./rolling-update-where.ts";
export { UPDATE_STRATEGY_ANNOTATION } from "./rollout.ts";
export { nodeShouldRunDaemonPod, type ShouldRun } from "./should-run.ts";
export type { Place, Stage } from "./stage.ts";
export type { RolloutNode, RolloutPlan, RolloutView, UpdateStrategy } from "./strategy.ts";
