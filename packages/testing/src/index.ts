export * from "./invariants/index.ts";
