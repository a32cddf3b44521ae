export { type HasBug, type UpstreamBugOptions, upstreamSwitches } from "./switches.ts";
export { type OpenUpstreamBug, UPSTREAM_BUGS, type UpstreamBug, type UpstreamBugEntry } from "./upstream-bugs.ts";
