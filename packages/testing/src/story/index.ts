export { clusterAt } from "./cluster-at.ts";
export { tell } from "./tell.ts";
