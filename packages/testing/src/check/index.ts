export { check, shortest } from "./check.ts";
export { CheckFailedError } from "./failure.ts";
export type { CheckOptions, RandomOptions, Report } from "./options.ts";
export { checkRandomly, departures, type RandomResult } from "./random.ts";
export { type Departure, walk } from "./random-run.ts";
export { shrunk } from "./shrink.ts";
export type { Walk } from "./walker.ts";
