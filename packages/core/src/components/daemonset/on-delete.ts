import type { UpdateStrategy } from "./strategy.ts";

/** Pods are replaced when somebody deletes them, and not before. Source: pkg/controller/daemon/daemon_controller.go updateDaemonSet. */
export const onDelete: UpdateStrategy = { name: "OnDelete", plan: () => ({}) };
