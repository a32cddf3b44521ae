export * from "./api/field-error.ts";
export * from "./api/request.ts";
export type { ResourceStrategy } from "./api/strategy.ts";
export type * from "./kubernetes/types.ts";
