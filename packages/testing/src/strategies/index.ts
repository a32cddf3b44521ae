import type { UpdateStrategy } from "@kubetick/core";

/** The worked update strategies that this package has. */
export const stockStrategies: readonly UpdateStrategy[] = [];
