import type { ResourceName } from "./request.ts";
import type { ResourceStrategy } from "./strategy.ts";

// STAND-IN until the strategies are here.
const generic: ResourceStrategy = { validateCreate: () => [], validateUpdate: () => [], prepareForStatusUpdate: (o, old) => ({ ...old, status: (o as unknown as { status: unknown }).status }) as typeof old };
export function strategyFor(_resource: ResourceName): ResourceStrategy {
  return generic;
}
